// Another administrator of a tenant.
import type { Wire } from '../../generated/operations.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const erin = { email: 'erin@acme.test', password: 'staple battery horse correct' }

/** Erin or another, whom the bearer has invited, signed in. */
export const colleague = async (seeds: Seeds, bearer: string, email: string = erin.email) => {
  const invited = await seeds.call('platform.inviteMember', { bearer, body: { email } })
  const { token } = await seeds.mail(email, 'invitation')
  await seeds.call('account.resetPassword', { body: { token: token ?? 'example', password: erin.password } })
  const entered = await seeds.call('platform.login', { body: { ...erin, email } })
  return {
    memberId: (invited?.body as Wire['PlatformMemberInvited'] | undefined)?.data.id ?? 'example',
    bearer: (entered?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
  }
}
