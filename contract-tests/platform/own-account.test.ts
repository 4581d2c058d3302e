import { expect } from 'vitest'
import { moved, ownAddressCases, ownDataCases, ownPasswordCases } from '../harness/cases/own-account-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { dana } from '../harness/seeds/backend.ts'

ownPasswordCases('platform')
ownAddressCases('platform')
ownDataCases('platform')

contract('platform.requestEmailChange', {
  'mails a link that moves the administrator, and tells the old address (AC-065)': given(
    (seeds) => seeds.administrator(dana),
    {
      send: ({ access_token }) => ({ bearer: access_token, body: { email: moved } }),
      expect: { status: 200, example: 'mail_queued' },
      then: async (seeds, _answer, { access_token, user }) => {
        const token = (await seeds.mail(moved, 'change_address_link')).token ?? 'example'
        expect((await seeds.call('account.changeEmail', { body: { token } }))?.status).toBe(200)
        const me = (await seeds.call('platform.getMe', { bearer: access_token }))?.body
        expect(me).toMatchObject({ data: { id: user.id, email: moved } })
        const { email, password } = dana
        expect((await seeds.call('platform.login', { body: { email, password } }))?.status).toBe(401)
        expect((await seeds.call('platform.login', { body: { email: moved, password } }))?.status).toBe(200)
        expect((await seeds.mail(email, 'address_changed')).link).toContain('/auth/not-me?token=')
      },
    },
  ),
})
