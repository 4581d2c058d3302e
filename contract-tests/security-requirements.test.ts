// Each requirement into an operation that has several refuses its own bad credential. Taken from the contract: no requirement can be forgotten.
import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { alternativesOf, open } from './harness/contract/alternatives.ts'
import { breaches } from './harness/recorder/breaches.ts'
import { codeOf, declared, securityScheme } from './harness/contract/contract.ts'
import { owedBy } from './harness/recorder/coverage.ts'
import { plausibleRequest } from './harness/seeds/plausible.ts'
import { recorder } from './harness/recorder/recording.ts'
import { type Sent, basic, request } from './harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { targets } from './harness/targets/target.ts'

const requirements = [...declared.values()]
  .filter(({ id }) => alternativesOf(id).length > 1)
  .flatMap((operation) =>
    alternativesOf(operation.id)
      .filter((requirement) => requirement !== open && owedBy(operation, requirement).includes('refusal'))
      .map((requirement) => ({ id: operation.id, requirement })),
  )

/** A credential of this scheme that nobody gave out. A cookie that may change something comes with its CSRF pair. */
const forged = async (id: OperationId, name: string, seeds: Seeds): Promise<Partial<Sent<OperationId>>> => {
  const scheme = securityScheme(name)
  if (scheme.type === 'http') {
    return scheme.scheme === 'basic' ? { headers: basic('cid_nobody', 'sec_nothing') } : { bearer: 'none' }
  }
  if (scheme.in === 'header') return { headers: { [scheme.name!]: 'none' } }
  const cookie = { [scheme.name!]: 'x'.repeat(43) }
  if (declared.get(id)!.method === 'GET') return { cookies: cookie }
  const { session, token } = await seeds.csrf()
  return { cookies: { csrf_session: session, ...cookie }, headers: { 'x-csrf-token': token } }
}

/** A credential in the body would be one too many (RFC 6749 section 2.3, RFC 6750 section 2). */
const withoutCredential = ({ raw, ...sent }: Sent<OperationId>): Sent<OperationId> => {
  const fields = new URLSearchParams(raw?.text)
  for (const name of ['access_token', 'client_id', 'client_secret', 'refresh_token', 'refreshToken'])
    fields.delete(name)
  const body = Object.fromEntries(
    Object.entries((sent.body ?? {}) as object).filter(
      ([name]) => !/^(client_(id|secret)|refresh_?token)$/i.test(name),
    ),
  )
  return {
    ...sent,
    raw: raw && { ...raw, text: fields.toString() },
    body: sent.body && body,
  } as Sent<OperationId>
}

describe.each(targets)('a security requirement on $name', (target) => {
  beforeEach(() => resetWorld(target))

  it.each(requirements)('$id by $requirement refuses a bad credential', async ({ id, requirement }) => {
    const parts = await Promise.all(requirement.split('+').map((scheme) => forged(id, scheme, seedsOf(target))))
    const sent = Object.assign(withoutCredential(plausibleRequest(id)), ...parts) as Sent<OperationId>
    const answer = await request(target.baseUrl, id, sent)
    recorder.claim(answer, 401, codeOf(id, answer) ?? '')
    expect(`${answer.status} ${answer.text}`).toMatch(/^401 /)
    expect(breaches(id, answer)).toEqual([])
  })
})
