import { changeOwnPassword } from '../../identity/passwords/change-password.ts'
import { requestAddressChange } from '../../identity/people/change-address.ts'
import { deleteOneself } from '../../identity/people/own-data.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toDataFile } from '../own-data-file.ts'
import { onwardUrl } from './redirects.ts'
import { toSession } from './signed-in.ts'

export const changePassword: Handle<'project.changePassword'> = async ({ body, query }, ctx) => {
  const started = await changeOwnPassword(ctx, policies.project, body.newPassword)
  return { status: 200, ...(await toSession(ctx, started, query.client_type)) }
}

export const requestEmailChange: Handle<'project.requestEmailChange'> = async ({ body }, ctx) => {
  const redirectUri = onwardUrl(requireUser(ctx).environment, body.redirectTo, 'verifyEmailRedirectTo')
  await requestAddressChange(ctx, policies.project, { email: body.email, redirectUri })
  return {
    status: 202,
    body: { success: true, message: 'If this address can get such a mail, it is on its way.' },
  }
}

export const exportData: Handle<'project.exportData'> = (_request, ctx) => toDataFile(ctx)

export const deleteMe: Handle<'project.deleteMe'> = async (_request, ctx) => {
  await deleteOneself(ctx)
  return { status: 200, body: { message: 'Account deleted successfully' } }
}
