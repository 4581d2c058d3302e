import { enterEnvironment } from '../../identity/clients/publishable-keys.ts'
import { changeOwnPassword } from '../../identity/passwords/change-password.ts'
import { changeAddress, requestAddressChange } from '../../identity/people/change-address.ts'
import { presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toDataFile } from '../own-data-file.ts'
import { toSignedIn } from './signed-in.ts'

export const changePassword: Handle<'app.changePassword'> = async ({ body }, ctx) => {
  const { environment } = requireUser(ctx)
  const started = await changeOwnPassword(ctx, policies.app, body.newPassword)
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export const requestEmailChange: Handle<'app.requestEmailChange'> = async ({ body }, ctx) => {
  const { settings } = requireUser(ctx).environment
  const redirectUri = settings.verifyEmailRedirectTo
  await requestAddressChange(ctx, policies.app, { email: body.email, redirectUri })
  return { status: 200, body: toMessage('If this address can get such a mail, it is on its way.') }
}

export const changeEmail: Handle<'app.changeEmail'> = async ({ body }, ctx) => {
  const environment = await enterEnvironment(ctx)
  const shown = { token: body.token, surface: policies.app.surface, environment }
  await changeAddress(ctx, await presentProof(ctx, 'change_address', shown))
  return { status: 200, body: toMessage('The address is changed.') }
}

export const exportData: Handle<'app.exportData'> = (_request, ctx) => toDataFile(ctx)
