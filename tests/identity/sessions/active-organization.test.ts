// Races that one connection cannot show: on one database, on two instances.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServersOn } from '../../database-server-for-tests.ts'
import { type Received, type TestServer, newEmail, password } from '../../server-for-tests.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'

const headers = { 'x-publishable-key': sandboxCredentials.app.publishableKey }

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

const read = <T>({ text }: Received): T => JSON.parse(text) as T

describe.each(kinds)('organizations at once, on two instances with one %s', (kind) => {
  let servers: TestServer[] = []
  beforeAll(async () => {
    servers = await startServersOn(kind, [{ LIMITS: 'signUpPerIp=100000/3600' }, { LIMITS: 'signUpPerIp=100000/3600' }])
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })
  let turn = 0
  /** One instance after the other. */
  const post = (path: string, body: object, bearer?: string) =>
    servers[turn++ % servers.length]!.send(`POST /api/v1${path}`, { headers, body, ...(bearer && { bearer }) })

  const register = async () => read<Tokens>(await post('/auth/register', { email: newEmail(), password }))
  const refresh = ({ refresh_token }: Tokens) => post('/auth/refresh', { refresh_token })

  it('a refresh and a change of the organization leave one live refresh token (AC-022)', async () => {
    for (let round = 0; round < 10; round += 1) {
      const tokens = await register()
      const slug = `round-${round}`
      const made = await post('/organizations', { name: 'Acme', slug }, tokens.access_token)
      const organizationId = read<{ data: { id: string } }>(made).data.id
      const answers = await Promise.all([
        refresh(tokens),
        post('/auth/set-active-organization', { organizationId }, tokens.access_token),
      ])
      expect(answers.map(({ status, text }) => (status === 200 ? status : text))).toEqual([200, 200])
      const sessionId = read<{ sid: string }>({
        text: Buffer.from(tokens.access_token.split('.')[1]!, 'base64url').toString(),
      } as Received).sid
      const rows = await servers[0]!.world.db
        .selectFrom('refreshTokens')
        .select('hash')
        .where('usedAt', 'is', null)
        .where('sessionId', '=', sessionId)
        .execute()
      expect(rows).toHaveLength(1)
      // The change is the later of the two, or both gave the same.
      expect((await refresh(read<Tokens>(answers[1]!))).status).toBe(200)
    }
  })

  it('one of ten who ask for a slug at once gets it', async () => {
    const people = []
    for (let one = 0; one < 10; one += 1) people.push(await register())
    const answers = await Promise.all(
      people.map(({ access_token }) => post('/organizations', { name: 'Acme', slug: 'wanted' }, access_token)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)])
  })
})
