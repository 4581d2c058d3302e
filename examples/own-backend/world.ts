// How the kit arranges the world of this server, which has neither a sign-up nor a sandbox.
import type { OpenWorld } from '@countersign/conformance'

export const openWorld: OpenWorld = (url) => {
  const arrange = async (asked: object): Promise<void> => {
    const answer = await fetch(`${url}/test/world`, { method: 'POST', body: JSON.stringify(asked) })
    if (!answer.ok) throw new Error(`POST /test/world answered ${answer.status}`)
  }
  const id = (prefix: string) => `${prefix}_${crypto.randomUUID()}`
  return {
    reset: () => arrange({ reset: true }),
    wait: (seconds) => arrange({ seconds }),
    user: async ({ email } = { email: 'alice@example.test', password: '' }) => {
      const [userId, accountId] = [id('uid'), id('acc')]
      const token = crypto.randomUUID().repeat(2)
      await arrange({ person: { kind: 'person', accountId, token } })
      const membership = { id: id('mbr'), user_id: userId, account_id: accountId, role: 'owner' } as const
      return {
        accountId,
        tokens: {
          access_token: token,
          refresh_token: crypto.randomUUID().repeat(2),
          token_type: 'Bearer',
          expires_in: 3600,
        },
        profile: {
          id: userId,
          application_id: id('app'),
          status: 'active',
          identity: { email, email_verified: true, given_name: null, family_name: null, picture: null },
          credentials: [{ type: 'password', email, verified: true }],
          memberships: [membership],
          active_membership: membership,
        },
      }
    },
  }
}
