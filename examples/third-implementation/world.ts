// How the kit arranges the world of server.mjs, which has neither a sign-up nor a sandbox.
import type { Wire } from '../../generated/operations.ts'
import type { OpenWorld } from '../../contract-tests/harness/world.ts'

const id = (prefix: string) => `${prefix}_${crypto.randomUUID()}`

export const openWorld: OpenWorld = (url) => {
  const tell = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/test/${path}?${new URLSearchParams(fields)}`, { method: 'POST' })
    if (!answer.ok) throw new Error(`POST /test/${path} answered ${answer.status}`)
  }
  let offset = 0
  const set = (is: { offset: number; people?: [] }) => tell('world', { is: JSON.stringify(is) })
  return {
    reset: () => set({ people: [], offset: (offset = 0) }),
    wait: (seconds) => set({ offset: (offset += seconds) }),
    user: async ({ email } = { email: 'alice@example.test', password: '' }) => {
      const [userId, accountId] = [id('uid'), id('acc')]
      const membership = { id: id('mbr'), user_id: userId, account_id: accountId, role: 'owner' } as const
      const profile: Wire['SessionProfile'] = {
        id: userId,
        application_id: id('app'),
        status: 'active',
        identity: { email, email_verified: false, given_name: null, family_name: null, picture: null },
        credentials: [{ type: 'password', email, verified: false }],
        memberships: [membership],
        active_membership: membership,
      }
      const secret = () => crypto.randomUUID().repeat(2)
      const tokens = {
        access_token: secret(),
        refresh_token: secret(),
        token_type: 'Bearer',
        expires_in: 3600,
      } as const
      const person = { profile, access: tokens.access_token, refresh: tokens.refresh_token }
      await tell('people', { person: JSON.stringify(person) })
      return { profile, tokens, accountId }
    },
  }
}
