// Who is signed in proves once more that it is them.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Assertion } from '../../outside/passkeys.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { proveSession } from '../../storage/sessions.ts'
import { requireUser } from '../sessions/callers.ts'
import { freshUntil } from '../sessions/fresh.ts'
import { requireOwnPassword } from '../sign-in/sign-in.ts'
import type { ChallengeFor } from './passkey-challenges.ts'
import { passkeyRequestOf, readPasskeyProof, usePasskeyProof } from './passkey-proof.ts'
import { askedNext, factorsOf } from './required-factor.ts'
import { readSecondFactor, useSecondFactor } from './second-factor.ts'

export interface Shown {
  readonly password?: string | undefined
  readonly code?: string | undefined
  readonly credential?: Assertion | undefined
}

/**
 * Notes a proof for the session that asks, and answers until when it counts. Where a sign-in asks for a second factor the password is
 * not enough (`second_factor_required`): whoever has both a copied token and the password must not take the factor away.
 */
export const proveAgain = async (ctx: Context, { password, code, credential }: Shown): Promise<number> => {
  const caller = requireUser(ctx)
  const { user, session } = caller
  const now = ctx.clock.now()
  const note = async (db: Database) => requireLive(await proveSession(db, session.id, now))
  if (credential !== undefined) {
    const room = { environment: caller.environment, client: ctx.client }
    await usePasskeyProof(ctx, await readPasskeyProof(ctx, boundTo(caller), room, credential, user), note)
  } else if (code !== undefined) {
    const proof = await readSecondFactor(ctx, user, code)
    await transaction(ctx.db, async (db) => {
      await useSecondFactor(ctx, db, user, proof)
      await note(db)
    })
  } else {
    if ((await askedNext(ctx.db, user)) === 'second_factor') throw new Failure('second_factor_required')
    await requireOwnPassword(ctx, password ?? '')
    await note(ctx.db)
  }
  return freshUntil({ ...session, provenAt: now })
}

/** What a browser hands to an authenticator for such a proof: one of the caller's own signs. `second_factor_missing` without any. */
export const beginFreshProof = async (ctx: Context) => {
  const caller = requireUser(ctx)
  if (!(await factorsOf(ctx.db, caller.user)).includes('passkey')) throw new Failure('second_factor_missing')
  return passkeyRequestOf(ctx, boundTo(caller), caller.user)
}

/** What a page asks for, where a proof is wanted. */
export const askedForProof = async (ctx: Context) => {
  const caller = requireUser(ctx)
  const factors = await factorsOf(ctx.db, caller.user)
  const isAsked = (await askedNext(ctx.db, caller.user)) === 'second_factor'
  const codes = (['totp', 'backup_code'] as const).filter((kind) => isAsked && factors.includes(kind))
  return {
    code: codes[0] ?? null,
    password: !isAsked && caller.user.passwordHash !== null,
    passkey: factors.includes('passkey') ? await passkeyRequestOf(ctx, boundTo(caller), caller.user) : null,
  }
}

const boundTo = ({ session, environment }: ReturnType<typeof requireUser>): ChallengeFor => ({
  purpose: 'fresh_proof',
  surface: session.surface,
  environmentId: environment.id,
  clientId: session.clientId,
  holder: session.id,
})

const requireLive = (isLive: boolean): void => {
  if (!isLive) throw new Failure('invalid_token')
}
