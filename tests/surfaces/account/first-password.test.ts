// Whoever has no password yet, as somebody who was invited, chooses one; nobody speaks to them of another one, in any language.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { pageTexts } from '../../../server/pages/texts.ts'
import { type TestServer, clientId, newEmail, password, signUp, startServer } from '../../server-for-tests.ts'

interface Mail {
  readonly kind: string
  readonly token: string
  readonly subject: string
  readonly text: string
}

describe('whoever is invited', () => {
  let server: TestServer
  let bearer: string
  beforeAll(async () => {
    server = await startServer()
    const { text } = await server.send('POST /api/platform/auth/login', { body: sandboxCredentials.platform })
    bearer = (JSON.parse(text) as { access_token: string }).access_token
  })
  afterAll(() => server.close())

  const mailTo = async (email: string, kind: string): Promise<Mail> => {
    const { text } = await server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    return (JSON.parse(text) as { messages: Mail[] }).messages.find((mail) => mail.kind === kind)!
  }
  const invite = async () => {
    const email = newEmail('invited')
    expect((await server.send('POST /api/platform/members', { bearer, body: { email } })).status).toBe(200)
    return { email, token: (await mailTo(email, 'invitation')).token }
  }
  const headersIn = (language: string) => ({ accept: 'text/html', 'accept-language': language })
  const open = async (token: string, language: string) =>
    (await server.send(`GET /auth/reset-password?token=${token}`, { headers: headersIn(language) })).text
  const choose = async (token: string, language: string) =>
    server.send('POST /auth/reset-password', {
      headers: { ...headersIn(language), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, password }).toString(),
    })

  it.each(Object.entries(pageTexts))('is asked for a password in %s', async (language, texts) => {
    const { token } = await invite()
    const page = await open(token, language)
    for (const said of [texts.choose_password, texts.you_sign_in_with_it, texts.set_a_password]) {
      expect(page).toContain(said)
    }
    for (const unsaid of [texts.choose_new_password, texts.new_password, texts.change_password]) {
      expect(page).not.toContain(unsaid)
    }
    const { status, text } = await choose(token, language)
    expect(status).toBe(200)
    expect(text).toContain(texts.password_was_set)
    expect(text).not.toContain(texts.password_changed)
  })

  it('is asked for a new one once there is one', async () => {
    const { email } = await signUp(server.send)
    await server.send('POST /auth/send-password-reset', { body: { client_id: clientId, email } })
    expect(await open((await mailTo(email, 'reset_password_link')).token, 'en')).toContain('Choose a new password')
  })

  it('is told that there is a password now, and not that it is another one', async () => {
    const { email, token } = await invite()
    await choose(token, 'en')
    expect((await mailTo(email, 'password_changed')).subject).toMatch(/ has a password now$/)
  })
})
