// What a provider says of an address, letter by letter: the sandbox's stand-ins say what they are told to.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { policies } from '../../server/model/policies.ts'
import type { ProviderProfile } from '../../server/model/provider.ts'
import { standardClaims } from '../../server/outside/providers/reading.ts'
import { type TestServer, signUp, startServer } from '../server-for-tests.ts'
import { findEnvironment } from '../../server/storage/environments.ts'
import { findUserByEmail } from '../../server/storage/users.ts'
import { contextFor } from './context-for-tests.ts'
import { personOfProvider } from '../../server/identity/providers/provider-identities.ts'
import { sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ LIMITS: 'signUpPerIp=1000/60,mailsPerIp=1000/60' })
})
afterAll(() => server.close())

let people = 0
const arrive = async (email: string) => {
  const ctx = contextFor(server.world)
  const environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  const claims = { sub: `subject-${(people += 1)}`, email, email_verified: true, name: 'Somebody' }
  const profile: ProviderProfile = standardClaims(claims)
  return personOfProvider(ctx, { policy: policies.account, environment, client: null, provider: 'google', profile })
}
const userOf = (email: string) => findUserByEmail(server.world.db, sandboxEnvironmentId, email)

it.each([
  ['in capitals', 'exact@example.test', ' EXACT@Example.test '],
  ['of another script, as it is', '\u00e9lan@example.test', '\u00e9lan@example.test'],
])('an address %s opens its user', async (_how, own, said) => {
  await signUp(server.send, { email: own })
  const { user, isNew } = await arrive(said)
  expect([isNew, user.id, user.emailVerifiedAt !== null]).toEqual([false, (await userOf(own))!.id, true])
})

it.each([
  ['in another form of Unicode', '\u00e8lan@example.test', 'e\u0300lan@example.test'],
  ['of a domain in wide letters', 'wide@example.test', 'wide@ｅｘａｍｐｌｅ.test'],
  ['of a domain in its own letters', 'bucher@xn--bcher-kva.test', 'bucher@bücher.test'],
])('an address %s opens nobody and proves nothing', async (_how, own, said) => {
  await signUp(server.send, { email: own })
  const before = await userOf(own)
  await expect(arrive(said)).rejects.toMatchObject({ code: 'email_unverified_at_provider' })
  expect(await userOf(own)).toEqual(before)
  const { user, isNew } = await arrive(`new-${said}`)
  expect([isNew, user.emailVerifiedAt]).toEqual([true, null])
})

it.each([
  ['the Kelvin sign', 'kelvin@example.test', '\u212aelvin@example.test'],
  ['what nobody sees', 'hidden@example.test', 'hid\u200bden@example.test'],
  ['a control character', 'control@example.test', 'con\u0000trol@example.test'],
  ['half a character', 'half@example.test', 'half\ud83d@example.test'],
])('an address with %s is none', async (_what, own, said) => {
  await signUp(server.send, { email: own })
  await expect(arrive(said)).rejects.toMatchObject({ code: 'email_missing' })
})
