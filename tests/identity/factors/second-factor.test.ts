// What switches a second factor on while something else goes on: on both databases.
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import { kinds, startServerOn } from '../../database-server-for-tests.ts'
import { policies } from '../../../server/model/policies.ts'
import { type TestServer, signUp } from '../../server-for-tests.ts'
import { transaction } from '../../../server/storage/database.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { findTotpFactor } from '../../../server/storage/second-factors.ts'
import { insertPasskey, listPasskeysOfUser } from '../../../server/storage/passkeys.ts'
import { findLiveSession } from '../../../server/storage/sessions.ts'
import { listSessionsOfUser } from '../../../server/storage/session-lists.ts'
import { findUserByEmail, proveUser } from '../../../server/storage/users.ts'
import { contextFor } from '../context-for-tests.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { confirmSecondFactor, enrolSecondFactor } from '../../../server/identity/factors/authenticator-apps.ts'
import { takeSecondFactors } from '../../../server/identity/factors/second-factor.ts'
import { startSignedInSession } from '../../../server/identity/sign-in/sign-in.ts'

describe.each(kinds)('a second factor on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServerOn(kind)
  })
  afterAll(() => server.close())

  const enrolling = async () => {
    const { email } = await signUp(server.send)
    const { world } = server
    const { id } = (await findUserByEmail(world.db, sandboxEnvironmentId, email))!
    const user = (await proveUser(world.db, id, world.clock.now()))!
    const environment = (await findEnvironment(world.db, sandboxEnvironmentId))!
    const [session] = await listSessionsOfUser(world.db, user.id, world.clock.now())
    const ctx = contextFor(world, {
      caller: {
        kind: 'user',
        environment,
        user,
        session: session!,
        membership: null,
        confinedTo: null,
        keyThumbprint: null,
      },
    })
    const { secret } = await enrolSecondFactor(ctx)
    return { user, ctx, code: codeOf(ctx, secret) }
  }
  const codeOf = ({ clock }: Context, secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() })

  it('ends the session of a sign-in that has begun without it and ends after it', async () => {
    const { user, ctx, code } = await enrolling()
    const { db } = ctx
    const { promise: isDone, resolve: finish } = Promise.withResolvers<void>()
    const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>()
    const signingIn = transaction(db, async (within) => {
      const started = await startSignedInSession(ctx, within, policies.app, { user, client: null, by: 'password' })
      begin()
      await isDone
      return started
    })
    await hasBegun
    const confirming = confirmSecondFactor(ctx, code)
    await Promise.race([confirming, new Promise((resolve) => setTimeout(resolve, 300))])
    finish()
    const [{ session }] = await Promise.all([signingIn, confirming])
    expect(await findLiveSession(db, session.id, ctx.clock.now())).toBeUndefined()
  })

  it('goes with the passkeys where an administrator takes it, also of somebody who has passkeys alone', async () => {
    const { user, ctx } = await enrolling()
    const passkey = {
      credentialId: 'cred',
      publicKey: 'key',
      counter: 0,
      transports: [],
      isBackedUp: false,
      name: 'Lost',
    }
    const { environmentId } = user
    const own = { id: ctx.ids.uuid(), environmentId, userId: user.id, createdAt: ctx.clock.now(), lastUsedAt: null }
    expect(await insertPasskey(ctx.db, { ...passkey, ...own })).toBe(true)
    await takeSecondFactors(ctx, (await findEnvironment(ctx.db, environmentId))!, user)
    expect(await listPasskeysOfUser(ctx.db, user.id)).toEqual([])
  })

  it('is not confirmed by a code of one that another one replaced', async () => {
    const { user, ctx, code } = await enrolling()
    const open = async (sealed: string) => {
      const opened = await ctx.secrets.open(sealed)
      await enrolSecondFactor(ctx)
      return opened
    }
    const meanwhile = { ...ctx, secrets: Object.assign(Object.create(ctx.secrets) as typeof ctx.secrets, { open }) }
    await expect(confirmSecondFactor(meanwhile, code)).rejects.toMatchObject({ code: 'invalid_code' })
    expect(await findTotpFactor(ctx.db, user.id)).toMatchObject({ confirmedAt: null })
  })
})
