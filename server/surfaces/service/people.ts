import { policies } from '../../model/policies.ts'
import { expireSession as expire, makeSandboxPerson } from '../../sandbox/people.ts'
import type { Handle } from '../handle.ts'
import { toTokens } from './issued-tokens.ts'

export const createUser: Handle<'service.createUser'> = async ({ body }, ctx) => {
  const { surface, email, password, tenant, verified: isVerified = true } = body
  const made = await makeSandboxPerson(ctx, { surface, email, password, isVerified, tenant })
  const { user, session } = made
  const { subjectPrefix } = policies[surface]
  return {
    status: 201,
    body: {
      user: { id: `${subjectPrefix}${user.id}`, email: user.email, verified: user.emailVerifiedAt !== null },
      tokens: await toTokens(ctx, surface, made),
      sessionId: session.id,
    },
  }
}

export const expireSession: Handle<'service.expireSession'> = async ({ path }, ctx) => {
  await expire(ctx, path.session_id)
  return { status: 200, body: { expired: true } }
}
