import { requireProject } from '../../identity/administration/project.ts'
import { signInWithIdToken as signInByToken } from '../../identity/sign-in/id-token.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toSession } from './signed-in.ts'

export const signInWithIdToken: Handle<'project.signInWithIdToken'> = async ({ body, query }, ctx) => {
  const { provider, token, nonce, name } = body
  const shown = { environment: await requireProject(ctx), provider, token, nonce, name }
  const signedIn = requireSignedIn(await signInByToken(ctx, policies.project, shown))
  return { status: 200, ...(await toSession(ctx, signedIn, query.client_type)) }
}
