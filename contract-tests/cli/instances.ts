// Whether instances of a server can be asked at the same time: each needs a world of its own.
import { randomUUID } from 'node:crypto'
import type { OperationId, Wire } from '../../generated/operations.ts'
import { alice } from '../harness/fixtures/people.ts'
import { request } from '../harness/requests/request.ts'
import { stop } from './start.ts'

/** What tells whether somebody is still there once another instance was emptied. */
const asked: readonly OperationId[] = ['service.createUser', 'account.me']

/** Makes somebody of the sandbox there, and says how it is asked whether they still are. */
const putSomebody = async (url: string): Promise<() => Promise<boolean>> => {
  const somebody = { surface: 'account', email: `${randomUUID()}@example.test`, password: alice.password } as const
  const made = await request(url, 'service.createUser', { body: { ...somebody, verified: true } })
  if (made.status !== 201) return () => Promise.resolve(true)
  const bearer = (made.body as Wire['SandboxSignedIn']).tokens.accessToken
  return async () => (await request(url, 'account.me', { bearer })).status === 200
}

/** Finds two instances that share their world, by emptying one after the other. Undefined where there are none, or where nobody can be made to tell. */
export const findShared = async (
  urls: readonly string[],
  absent: readonly OperationId[],
  empty: (url: string) => Promise<void>,
): Promise<readonly [string, string] | undefined> => {
  if (urls.length === 1 || asked.some((id) => absent.includes(id))) return undefined
  const somebody = await Promise.all(urls.map(putSomebody))
  for (const [at, url] of urls.entries()) {
    await empty(url)
    for (const [other, isThere] of somebody.entries()) {
      if (other > at && !(await isThere())) return [url, urls[other]!]
    }
  }
  return undefined
}

/** Empties the world of a sandbox. */
export const emptySandbox = async (url: string): Promise<void> => {
  const { status } = await request(url, 'service.resetSandbox', {})
  if (status !== 200) stop(`POST ${url}/sandbox/reset answered ${status}, and no case can be asked without it.`)
}
