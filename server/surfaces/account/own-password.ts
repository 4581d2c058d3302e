import { changeOwnPassword } from '../../identity/passwords/change-password.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { toAuthentication } from './signed-in.ts'

export const changePassword: Handle<'account.changePassword'> = async ({ body, headers, cookies }, ctx) => {
  const { environment } = requireUser(ctx)
  // The answer replaces the browser's session: by a token of their own nobody does that to somebody else.
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers }))
  const started = await changeOwnPassword(ctx, policies.account, body.new_password)
  return { status: 200, ...(await toAuthentication(ctx, { ...started, environment }, cookies)) }
}
