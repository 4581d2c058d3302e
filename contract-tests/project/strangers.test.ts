// Which credential opens which operation of the project: the whole matrix, taken from the contract.
import { beforeEach, describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../generated/operations.ts'
import { declared } from '../harness/contract.ts'
import { alice, bob, demoProject } from '../harness/people.ts'
import { plausible } from '../harness/plausible.ts'
import { request } from '../harness/request.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds.ts'
import { targets } from '../harness/target.ts'

const guardedBy = (scheme: string): OperationId[] =>
  [...declared.values()].filter(({ security }) => security.some(([name]) => name === scheme)).map(({ id }) => id)

/** Guarded operations of other surfaces, which take none of the project's credentials. */
const elsewhere = [...declared.values()]
  .filter(({ id, security }) => operations[id].surface !== 'project' && security.length > 0)
  .filter(({ security }) => security.every((names) => names.length > 0))
  .map(({ id }) => id)

const kinds: Readonly<Record<string, (seeds: Seeds) => Promise<string>>> = {
  'a user': async (seeds) => (await seeds.projectUser(bob)).accessToken,
  'an administrator': (seeds) => seeds.projectAdmin(),
  'an API key': () => Promise.resolve(demoProject.apiKey),
  'an anonymous key': () => Promise.resolve(demoProject.anonKey),
  'a user of the account surface': async (seeds) => (await seeds.user(bob)).tokens.access_token,
  'a refresh token': async (seeds) => (await seeds.projectUser(bob)).refreshToken,
  'a code of an administrator': async (seeds) =>
    ((await seeds.call('service.createAdminCode', {}))!.body as { code: string }).code,
}

const opens: Readonly<Record<string, Readonly<Record<string, number | 'ok'>>>> = {
  projectUser: { 'a user': 'ok' },
  projectAdmin: { 'an administrator': 'ok', 'an API key': 'ok', 'a user': 403, 'an anonymous key': 403 },
}

describe.each(targets.filter(({ name }) => name !== 'mock'))('the project on $name', (target) => {
  beforeEach(() => resetWorld(target))
  const ask = async (id: OperationId, kind: string) => {
    const seeds = seedsOf(target)
    const sent = await plausible({ ...seeds, projectUser: () => seeds.projectUser(alice) }, id)
    return request(target.baseUrl, id, { ...sent, cookies: {}, headers: {}, bearer: await kinds[kind]!(seeds) })
  }

  for (const [scheme, rights] of Object.entries(opens)) {
    describe.each(guardedBy(scheme))('AC-073 AC-092 %s', (id) => {
      it.each(Object.keys(kinds))('answers %s as they are', async (kind) => {
        const { status, text } = await ask(id, kind)
        const wanted = rights[kind] ?? 401
        if (wanted === 'ok') expect(`${status} ${text}`).not.toMatch(/^40[13]/)
        else expect(`${status} ${text}`).toContain(String(wanted))
      })
    })
  }

  it.each(elsewhere)('AC-073 %s takes no credential of the project', async (id) => {
    for (const kind of Object.keys(kinds).filter((one) => one !== 'a user of the account surface')) {
      const { status, text } = await ask(id, kind).finally(() => resetWorld(target))
      expect(`${status} ${text}`).toContain('401')
    }
  })
})
