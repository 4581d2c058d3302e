// Another administrator of a tenant.
import type { Wire } from '../../generated/operations.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const erin = { email: 'erin@acme.test', password: 'staple battery horse correct' }

/** Erin, whom the bearer has invited, signed in. */
export const colleague = async (seeds: Seeds, bearer: string) => {
  const invited = await seeds.call('platform.inviteMember', { bearer, body: { email: erin.email } })
  const { token } = await seeds.mail(erin.email, 'invitation')
  await seeds.call('account.resetPassword', { body: { token: token ?? 'example', password: erin.password } })
  const entered = await seeds.call('platform.login', { body: erin })
  return {
    memberId: (invited?.body as Wire['PlatformMemberInvited'] | undefined)?.data.id ?? 'example',
    bearer: (entered?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
  }
}
