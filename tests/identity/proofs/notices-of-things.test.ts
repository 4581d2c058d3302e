// Somebody is told by mail of a device that signs in and of what acts in their name, and takes it back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { type TestServer, newEmail, prove, signIn, signUp, startServer } from '../../server-for-tests.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'

const firefox = { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } }
const newerFirefox = { headers: { 'user-agent': firefox.headers['user-agent'].replaceAll('140.0', '141.0') } }
const iPhone = {
  headers: {
    'user-agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  },
}

describe.each(kinds)('notices of things, on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: (await freshDatabase(kind)).url })
  })
  afterAll(() => server.close())

  /** Newest first. */
  const mailsTo = async (email: string) => {
    const { text } = await server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    return (JSON.parse(text) as { messages: { kind: string; text: string; token: string }[] }).messages
  }
  const kindsTo = async (email: string) => (await mailsTo(email)).map((mail) => mail.kind)
  const noticeOf = async (email: string, wanted: string) => (await mailsTo(email)).find((mail) => mail.kind === wanted)!
  const proven = async () => {
    const person = await signUp(server.send, { sending: firefox })
    await prove(server.send, person.email)
    return person
  }
  const json = async <T>(line: `${string} ${string}`, bearer: string, body?: object) => {
    const { status, text } = await server.send(line, { bearer, ...(body && { body }) })
    return { status, body: (text === '' ? {} : JSON.parse(text)) as T }
  }

  it('come once for each new device, and not for another version of one', async () => {
    const { email } = await proven()
    await signIn(server.send, email, undefined, newerFirefox)
    expect(await kindsTo(email)).not.toContain('new_device')
    await signIn(server.send, email, undefined, iPhone)
    await signIn(server.send, email, undefined, iPhone)
    const mails = (await mailsTo(email)).filter((mail) => mail.kind === 'new_device')
    expect(mails).toHaveLength(1)
    expect(mails[0]!.text).toContain('Safari on iPhone')
  })

  it('do not come to an address that nobody has proven', async () => {
    const { email } = await signUp(server.send, { sending: firefox })
    await signIn(server.send, email, undefined, iPhone)
    expect(await kindsTo(email)).not.toContain('new_device')
  })

  it('end the sessions of the device by their link', async () => {
    const { email } = await proven()
    const thief = (await signIn(server.send, email, undefined, iPhone)).body.tokens.access_token
    const { token } = await noticeOf(email, 'new_device')
    expect((await server.send('POST /auth/not-me', { body: { token } })).status).toBe(200)
    expect((await server.send('GET /auth/me', { bearer: thief })).status).toBe(401)
  })

  it('come for a client and its new secret, whose link takes both away', async () => {
    const { email, access_token, profile } = await proven()
    const path = `/api/accounts/${profile.active_membership!.account_id}/clients`
    const settings = { name: 'Reports', type: 'confidential' }
    type Made = { id: string; client_id: string; client_secret: string }
    const older = (await json<Made>(`POST ${path}`, access_token, settings)).body
    expect((await noticeOf(email, 'client_added')).text).toContain('The client Reports was registered in your name.')
    await server.send('POST /sandbox/clock', { body: { advance: 300 } })
    const fresh = (await signIn(server.send, email, undefined, firefox)).body.tokens.access_token
    const younger = (await json<Made>(`POST ${path}`, fresh, { ...settings, name: 'Thief' })).body
    const { token } = await noticeOf(email, 'client_added')
    const renewed = (await json<Made>(`POST /api/clients/${older.id}/secret`, fresh)).body
    expect((await noticeOf(email, 'client_secret_renewed')).text).toContain('Reports')
    const asMachine = async ({ id }: Made, client_secret: string) =>
      (
        await server.send('POST /oauth2/token', {
          body: { grant_type: 'client_credentials', client_id: id, client_secret },
        })
      ).status
    expect([await asMachine(older, renewed.client_secret), await asMachine(younger, younger.client_secret)]).toEqual([
      200, 200,
    ])
    expect((await server.send('POST /auth/not-me', { body: { token } })).status).toBe(200)
    expect([await asMachine(older, renewed.client_secret), await asMachine(younger, younger.client_secret)]).toEqual([
      401, 401,
    ])
  })

  it('come to an administrator for each key and client, whose link takes them away', async () => {
    const { email, password } = sandboxCredentials.platform
    const { applicationId, environmentId } = sandboxCredentials.app
    const signedIn = async () => {
      const login = await server.send('POST /api/platform/auth/login', { body: { email, password } })
      return (JSON.parse(login.text) as { access_token: string }).access_token
    }
    type Made = { data: { key: string; clientId: string; clientSecret: string } }
    const clients = `/api/platform/applications/${applicationId}/clients`
    const settings = { environmentId, name: 'Reports', type: 'confidential' }
    const older = (await json<Made>(`POST ${clients}`, await signedIn(), settings)).body.data
    await server.send('POST /sandbox/clock', { body: { advance: 300 } })

    const bearer = await signedIn()
    const name = newEmail('key').split('@')[0]!
    const { key } = (await json<Made>('POST /api/platform/api-keys', bearer, { name })).body.data
    const younger = (await json<Made>(`POST ${clients}`, bearer, { ...settings, name: 'Thief' })).body.data
    const renewed = (await json<Made>(`POST ${clients}/${older.clientId}/secret`, bearer)).body.data
    const { text, token } = await noticeOf(email, 'key_added')
    expect(text).toContain(`The API key ${name} was made in your name.`)
    expect((await noticeOf(email, 'client_added')).text).toContain('The client Thief was registered in your name.')
    expect((await noticeOf(email, 'client_secret_renewed')).text).toContain('Reports')

    const reads = async () => (await server.send('GET /api/platform/applications', { bearer: key })).status
    const asMachine = async ({ clientId: client_id }: { clientId: string }, client_secret: string) =>
      (
        await server.send('POST /oauth2/token', {
          body: { grant_type: 'client_credentials', client_id, client_secret },
        })
      ).status
    const all = async () => [
      await reads(),
      await asMachine(older, renewed.clientSecret),
      await asMachine(younger, younger.clientSecret),
    ]
    expect(await all()).toEqual([200, 200, 200])
    expect((await server.send('POST /auth/not-me', { body: { token } })).status).toBe(200)
    expect(await all()).toEqual([401, 401, 401])
  })
})
