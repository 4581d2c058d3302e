// Races that one connection cannot show: SQLite and PostgreSQL, the latter with two instances of the service.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { type TestServer, clientId, prove, startServer } from '../../server-for-tests.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'

const password = 'correct horse battery'

interface Person {
  readonly id: string
  readonly accountId: string
  readonly membershipId: string
  readonly bearer: string
}

describe.each(kinds)('members and invitations on %s', (kind) => {
  let servers: TestServer[]
  let remove: () => void
  beforeAll(async () => {
    const { url, remove: drop } = await freshDatabase(kind)
    remove = drop
    const first = await startServer({ DATABASE_URL: url })
    servers = kind === 'postgres' ? [first, await startServer({ DATABASE_URL: url })] : [first]
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
    remove()
  })
  beforeEach(() => send('POST /sandbox/reset'))

  let turn = 0
  /** One instance after the other. */
  const send: TestServer['send'] = (line, sending) => servers[turn++ % servers.length]!.send(line, sending)

  const signUp = async (name: string): Promise<Person> => {
    const email = `${name}@example.test`
    const { body } = await send('POST /auth/sign-up', { body: { client_id: clientId, email, password } })
    await prove(send, email)
    const { account_id: accountId, id: membershipId } = body.profile.active_membership!
    return { id: body.profile.id, accountId, membershipId, bearer: body.tokens.access_token }
  }

  it('never leaves an account without an owner, whoever leaves at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const alice = await signUp(`alice${round}`)
      const bob = await signUp(`bob${round}`)
      const members = `/api/accounts/${alice.accountId}/members`
      const body = { user_id: bob.id, role: 'owner' }
      const added = await send(`POST ${members}`, { bearer: alice.bearer, body })
      expect(added.status).toBe(201)
      const his = (JSON.parse(added.text) as { id: string }).id
      const answers = await Promise.all([
        send(`DELETE ${members}/${alice.membershipId}`, { bearer: alice.bearer }),
        send(`DELETE ${members}/${his}`, { bearer: bob.bearer }),
        send(`PATCH ${members}/${alice.membershipId}`, { bearer: alice.bearer, body: { role: 'viewer' } }),
        send(`PATCH ${members}/${his}`, { bearer: bob.bearer, body: { role: 'viewer' } }),
      ])
      expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThan(0)
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      const owners = await Promise.all(
        [alice, bob].map(async ({ bearer }) => (await send(`GET ${members}`, { bearer })).text),
      )
      expect(owners.filter((text) => text.includes('"role":"owner"')).length).toBeGreaterThan(0)
    }
  })

  it('lets one of many in who accept an invitation at once', async () => {
    const alice = await signUp('alice')
    await send(`POST /api/accounts/${alice.accountId}/invite`, {
      bearer: alice.bearer,
      body: { email: 'carol@example.test', role: 'member' },
    })
    const mailbox = JSON.parse((await send('GET /sandbox/mailbox.json?to=carol@example.test')).text) as {
      messages: { token: string }[]
    }
    const body = { token: mailbox.messages[0]!.token }
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('POST /auth/accept-invite', { body })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(400)])
  })

  it("lets nobody in by a machine's invitation once its role allows what an owner may not", async () => {
    const alice = await signUp('alice')
    const { oauth, app, platform } = sandboxCredentials
    const token = await send('POST /oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...oauth }).toString(),
    })
    const invited = await send(`POST /api/accounts/${alice.accountId}/invite`, {
      bearer: (JSON.parse(token.text) as { access_token: string }).access_token,
      body: { email: 'carol@example.test', role: 'member' },
    })
    expect(invited.status, invited.text).toBe(201)
    const mailbox = JSON.parse((await send('GET /sandbox/mailbox.json?to=carol@example.test')).text) as {
      messages: { token: string }[]
    }
    const accept = () => send('POST /auth/accept-invite', { body: { token: mailbox.messages[0]!.token } })

    const bearer = (await send('POST /api/platform/auth/login', { body: platform })).body.access_token
    const ofApp = `/api/platform/applications/${app.applicationId}`
    const made = await send(`POST ${ofApp}/permissions`, {
      bearer,
      body: { name: 'Edit posts', resource: 'posts', action: 'edit', environmentId: app.environmentId },
    })
    const { id } = (JSON.parse(made.text) as { data: { id: string } }).data
    const allow = (role: string, permissionIds: string[]) =>
      send(`PUT ${ofApp}/organization-roles/${role}/permissions`, {
        bearer,
        body: { environmentId: app.environmentId, permissionIds },
      })
    expect((await allow('member', [id])).status).toBe(200)
    const refused = await accept()
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('invalid_invitation')
    expect((await allow('owner', [id])).status).toBe(200)
    expect((await accept()).status).toBe(200)
  })

  it('answers every waitlist call, and keeps one entry (AC-121)', async () => {
    const { bearer } = await signUp('alice')
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          send(`${index % 2 ? 'DELETE' : 'PUT'} /auth/waitlists/bulk-export`, { bearer }),
        ),
      )
      expect(answers.filter(({ status }) => status >= 300)).toEqual([])
      await send('PUT /auth/waitlists/bulk-export', { bearer })
      expect(JSON.parse((await send('GET /auth/waitlists', { bearer })).text)).toMatchObject({ total: 1 })
    }
  })
})
