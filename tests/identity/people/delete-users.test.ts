import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { type TestServer, prove, signUp, startServer } from '../../server-for-tests.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'

describe.each(kinds)('deleting users on %s', (kind) => {
  let server: TestServer
  let remove: () => void
  beforeAll(async () => {
    const { url, remove: drop } = await freshDatabase(kind)
    remove = drop
    server = await startServer({ DATABASE_URL: url })
  })
  afterAll(async () => {
    await server.close()
    remove()
  })
  beforeEach(() => server.send('POST /sandbox/reset'))

  const person = async (name: string) => {
    const { access_token: bearer, profile } = await signUp(server.send, { email: `${name}@example.test` })
    await prove(server.send, `${name}@example.test`)
    const uuid = profile.id.slice('uid_'.length)
    return { bearer, id: profile.id, uuid, accountId: profile.active_membership!.account_id }
  }
  const add = (owner: { bearer: string; accountId: string }, user_id: string, role: string) =>
    server.send(`POST /api/accounts/${owner.accountId}/members`, { bearer: owner.bearer, body: { user_id, role } })
  const takeAway = (...userIds: string[]) =>
    server.send('DELETE /api/auth/users', { bearer: sandboxCredentials.project.apiKey, body: { userIds } })
  const rolesIn = async (accountId: string, bearer: string) => {
    const { text } = await server.send(`GET /api/accounts/${accountId}/members`, { bearer })
    const { data } = JSON.parse(text) as Wire['AccountMemberList']
    return Object.fromEntries(data.map(({ user_id, role }) => [user_id, role]))
  }

  it('passes what only they owned on to the longest-standing member, not to a viewer', async () => {
    const [alice, bob, carol, dave] = [
      await person('alice'),
      await person('bob'),
      await person('carol'),
      await person('dave'),
    ]
    await add(alice, bob.id, 'viewer')
    await add(alice, carol.id, 'member')
    await add(alice, dave.id, 'member')
    expect((await takeAway(alice.uuid)).text).toContain('"deletedCount":1')
    expect(await rolesIn(alice.accountId, bob.bearer)).toEqual({
      [bob.id]: 'viewer',
      [carol.id]: 'owner',
      [dave.id]: 'member',
    })
  })

  it('passes it on to a viewer where nobody else is left', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')]
    await add(alice, bob.id, 'viewer')
    await takeAway(alice.uuid)
    expect(await rolesIn(alice.accountId, bob.bearer)).toEqual({ [bob.id]: 'owner' })
  })

  it('leaves alone what others own too', async () => {
    const [alice, bob, carol] = [await person('alice'), await person('bob'), await person('carol')]
    await add(alice, bob.id, 'owner')
    await add(alice, carol.id, 'member')
    await takeAway(alice.uuid)
    expect(await rolesIn(alice.accountId, carol.bearer)).toEqual({ [bob.id]: 'owner', [carol.id]: 'member' })
  })

  it('takes along what nobody else is in', async () => {
    const alice = await person('alice')
    await takeAway(alice.uuid)
    const { access_token: bearer } = (
      await server.send('POST /oauth2/token', {
        body: { grant_type: 'client_credentials', ...sandboxCredentials.oauth },
      })
    ).body
    expect((await server.send(`GET /api/accounts/${alice.accountId}`, { bearer })).status).toBe(404)
  })

  it('never leaves an account without an owner, also when two of them go at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [alice, bob, carol] = [
        await person(`alice${round}`),
        await person(`bob${round}`),
        await person(`carol${round}`),
      ]
      await add(alice, bob.id, 'owner')
      await add(alice, carol.id, 'member')
      const answers = await Promise.all([takeAway(alice.uuid), takeAway(bob.uuid)])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(await rolesIn(alice.accountId, carol.bearer)).toEqual({ [carol.id]: 'owner' })
    }
  })
})
