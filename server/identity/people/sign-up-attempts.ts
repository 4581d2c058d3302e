// Sign-ups for an address that is not proven yet: whose password holds is known once somebody proves it.
import type { Context } from '../../context.ts'
import type { Policy } from '../../model/policies.ts'
import type { SignUpAttempt, User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { deleteSignUps, deleteSignUpsFrom, insertSignUp, listSignUpsFrom } from '../../storage/sign-ups.ts'

/** As long as the link of a sign-up is good. */
export const attemptMs = 24 * 60 * 60_000

/** Where a request comes from, as far as two can be told to come from one person: address and browser. */
export const sourceOf = ({ secrets, ip, userAgent }: Context): string =>
  secrets.derive('sign-up source', `${ip} ${userAgent ?? ''}`)

/**
 * Keeps a sign-up's password aside. Not where backends ask for everybody: there all come from one place, and the password of a
 * stranger would be taken for the owner's.
 */
export const keepSignUp = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  user: Pick<User, 'id'>,
  given: Pick<SignUpAttempt, 'passwordHash' | 'firstName' | 'lastName'>,
): Promise<void> => {
  if (policy.askedBy === 'backends') return
  const now = ctx.clock.now()
  const { passwordHash, firstName, lastName } = given
  await deleteSignUps(db, user.id, now - attemptMs)
  const attempt = { id: ctx.ids.uuid(), userId: user.id, source: sourceOf(ctx), createdAt: now }
  await insertSignUp(db, { ...attempt, passwordHash, firstName, lastName })
}

/** Whether the sign-up that made the user came from here: the same password again is no second one. */
export const isKept = async (ctx: Context, db: Database, { id, passwordHash }: User): Promise<boolean> =>
  (await listSignUpsFrom(db, { userId: id, source: sourceOf(ctx) })).some((one) => one.passwordHash === passwordHash)

/**
 * The sign-up of whoever proves the address here: the only one from here. Of several nobody knows whose the mail is, whichever
 * came first and whichever asked for it.
 */
export const findOwnSignUp = async (
  ctx: Context,
  db: Database,
  { id }: Pick<User, 'id'>,
): Promise<SignUpAttempt | undefined> => {
  const [only, ...others] = await listSignUpsFrom(db, { userId: id, source: sourceOf(ctx) })
  return others.length === 0 ? only : undefined
}

/** For somebody who comes to the address without a password: the attempts from there are worth nothing. */
export const dropSignUps = (ctx: Context, db: Database, { id }: Pick<User, 'id'>): Promise<void> =>
  deleteSignUpsFrom(db, { userId: id, source: sourceOf(ctx) })
