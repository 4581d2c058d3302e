import { requireClient } from '../../identity/clients/clients.ts'
import { checkEmail as check } from '../../identity/people/people.ts'
import type { Handle } from '../handle.ts'
import { toAuthorizeUrl, toCallbackUrl } from './provider-urls.ts'
import { toSubmitUrl } from './views.ts'

export const checkEmail: Handle<'account.checkEmail'> = async ({ body }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  const { email, exists, methods } = await check(ctx, found, body.email)
  return { status: 200, body: { email, exists, login_methods: [...methods] } }
}

export const listLoginMethods: Handle<'account.listLoginMethods'> = async ({ body }, ctx) => {
  const { client } = await requireClient(ctx, body.client_id)
  return {
    status: 200,
    body: {
      client_id: client.id,
      methods: [
        {
          type: 'password',
          submit_url: toSubmitUrl(ctx, '/auth/sign-in'),
          sign_up_url: toSubmitUrl(ctx, '/auth/sign-up'),
        },
        { type: 'magic_link', submit_url: toSubmitUrl(ctx, '/auth/send-magic-link') },
        ...ctx.providers.connections.map(({ provider: { name, title } }) => ({
          type: 'oauth' as const,
          provider: name,
          name: title,
          authorize_url: toAuthorizeUrl(ctx, name),
          callback_url: toCallbackUrl(ctx, name),
        })),
      ],
    },
  }
}
