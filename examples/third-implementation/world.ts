// How the kit arranges the world of server.mjs, which has neither a sign-up nor a sandbox.
import type { Wire } from '../../generated/operations.ts'
import type { OpenWorld } from '../../contract-tests/harness/worlds/index.ts'

const id = (prefix: string) => `${prefix}_${crypto.randomUUID()}`

interface Person {
  readonly profile: Wire['SessionProfile']
  readonly access: string
  readonly refresh: string
  /** ms */
  readonly until: number
}

export const openWorld: OpenWorld = (url) => {
  const world = { people: [] as Person[], offset: 0 }
  const set = async (is: object) => {
    const answer = await fetch(`${url}/test/world?${new URLSearchParams({ is: JSON.stringify(is) })}`, {
      method: 'POST',
    })
    if (!answer.ok) throw new Error(`POST /test/world answered ${answer.status}`)
  }
  return {
    reset: () => set({ ...Object.assign(world, { people: [], offset: 0 }), waits: {} }),
    wait: (seconds) => set({ offset: (world.offset += seconds) }),
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
      const until = Date.now() + (world.offset + tokens.expires_in) * 1000
      world.people.push({ profile, access: tokens.access_token, refresh: tokens.refresh_token, until })
      await set({ people: world.people })
      return { profile, tokens, accountId }
    },
  }
}
