import { administratorOf } from '../../identity/administration/administrators.ts'
import { removeOneself } from '../../identity/administration/remove-administrators.ts'
import { changeOwnPassword } from '../../identity/passwords/change-password.ts'
import { requestAddressChange } from '../../identity/people/change-address.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toDataFile } from '../own-data-file.ts'
import { toSignedIn } from './signed-in.ts'

export const changePassword: Handle<'platform.changePassword'> = async ({ body }, ctx) => {
  const started = await changeOwnPassword(ctx, policies.platform, body.newPassword)
  const running = await administratorOf(ctx, started.user)
  return { status: 200, body: await toSignedIn(ctx, { ...started, ...running }) }
}

export const requestEmailChange: Handle<'platform.requestEmailChange'> = async ({ body }, ctx) => {
  await requestAddressChange(ctx, policies.platform, { email: body.email, redirectUri: null })
  return { status: 200, body: toMessage('If this address can get such a mail, it is on its way.') }
}

export const exportData: Handle<'platform.exportData'> = (_request, ctx) => toDataFile(ctx)

export const deleteMe: Handle<'platform.deleteMe'> = async (_request, ctx) => {
  await removeOneself(ctx)
  return { status: 200, body: toMessage('The administrator is deleted.') }
}
