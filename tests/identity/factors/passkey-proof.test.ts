// What an authenticator has signed, when it comes to using that.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { usePasskeyProof } from '../../../server/identity/factors/passkey-proof.ts'
import { issueChallenge } from '../../../server/identity/factors/passkey-challenges.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { deletePasskey, insertPasskey } from '../../../server/storage/passkeys.ts'
import { findUserByEmail } from '../../../server/storage/users.ts'
import { type TestServer, prove, signUp, startServer } from '../../server-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

it('is refused where the passkey was removed meanwhile, which says nothing of a copy', async () => {
  const ctx = contextFor(server.world)
  const { email } = await signUp(server.send)
  await prove(server.send, email)
  const user = (await findUserByEmail(ctx.db, sandboxEnvironmentId, email))!
  const made = { credentialId: 'credential', publicKey: 'key', counter: 5, isBackedUp: false, transports: [] }
  const owned = { id: ctx.ids.uuid(), environmentId: user.environmentId, userId: user.id }
  const passkey = { ...made, ...owned, name: 'Phone', createdAt: ctx.clock.now(), lastUsedAt: null }
  await insertPasskey(ctx.db, passkey)
  const bound = { purpose: 'sign_in', surface: 'account', environmentId: user.environmentId } as const
  const use = (counter: number) =>
    usePasskeyProof(
      ctx,
      {
        passkey,
        user,
        use: { counter, isBackedUp: false },
        challenge: issueChallenge(ctx, { ...bound, clientId: null, holder: null }),
      },
      () => Promise.resolve('begun'),
    )
  const told = async () =>
    (await ctx.db.selectFrom('auditEvents').select('id').where('action', '=', 'passkey.counter_behind').execute())
      .length
  await expect(use(4)).rejects.toMatchObject({ code: 'invalid_passkey' })
  expect(await told()).toBe(1)
  await deletePasskey(ctx.db, passkey)
  await expect(use(6)).rejects.toMatchObject({ code: 'invalid_passkey' })
  expect(await told()).toBe(1)
})
