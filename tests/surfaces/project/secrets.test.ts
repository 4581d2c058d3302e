// Every flow of the project, good and bad, with the log at its most talkative and the database in a file: what must not be
// known is in neither, and every answer says how it may be kept.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Received, type Sending, type TestServer, startServer } from '../../server-for-tests.ts'
import { freshDatabase } from '../../storage/databases-for-tests.ts'

const bearer = 'ik_sandbox_inbox_manager'
const email = 'ada@example.test'
const password = 'lantern-harbor-violin'
const newPassword = 'violin-harbor-lantern'
const guess = 'guessing-lantern-violin'
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const redirect = 'http://localhost:3000/callback'

let server: TestServer
let folder: string
let remove: () => void
const secrets = new Map<string, string>()
const answers = new Map<string, Received>()

const remember = (what: string, ...values: (string | null | undefined)[]) => {
  for (const [index, value] of values.entries()) if (value) secrets.set(`${what} ${index}`, value)
}

/** Sends it, and remembers whatever the answer holds that opens something. */
const does = async (what: string, line: `${string} ${string}`, sending: Sending = {}) => {
  const answer = await server.send(line, sending)
  answers.set(what, answer)
  const body = answer.body as unknown as Record<string, string | null | undefined>
  remember(what, body.accessToken, body.accessToken?.split('.')[2], body.refreshToken, body.csrfToken, body.token)
  remember(`${what}, its cookies`, ...[...answer.cookies.values()].map(({ value }) => value))
  const { location } = answer.headers
  const query = location ? new URL(location).searchParams : new URLSearchParams()
  remember(
    `${what}, its address`,
    query.get('insforge_code'),
    query.get('code'),
    query.get('state'),
    query.get('nonce'),
  )
  return { ...answer, body, location: location ?? '' }
}

const mailed = async (kind: string, to = email) => {
  const { text } = await server.send(`GET /sandbox/mailbox.json?to=${to}`)
  const { messages } = JSON.parse(text) as { messages: { kind: string; code: string; token: string }[] }
  const { code, token } = messages.find((mail) => mail.kind === kind)!
  remember(`a mail, ${kind}`, code, token)
  return code ?? token
}

const asForm = (fields: Readonly<Record<string, string>>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

beforeAll(async () => {
  const fresh = await freshDatabase('sqlite')
  remove = fresh.remove
  folder = dirname(fresh.url.slice('sqlite:'.length))
  server = await startServer({ DATABASE_URL: fresh.url, LOG_LEVEL: 'debug', HASH_COST: 'recommended' })
  remember('a password', password, newPassword, guess, 'wk-lamp', verifier, server.world.config.secret)
  remember('a key', bearer, 'anon_sandbox_inbox_manager')
  const configure = (body: object) => does('settings', 'PUT /api/auth/config', { bearer, body })

  const web = await does('registered', 'POST /api/auth/users', { body: { email, password, name: 'Ada' } })
  await does('registered again', 'POST /api/auth/users', { body: { email, password } })
  await does('a weak password', 'POST /api/auth/users', { body: { email: 'b@example.test', password: 'wk-lamp' } })
  await does('a broken body', 'POST /api/auth/sessions', {
    headers: { 'content-type': 'application/json' },
    body: `{"password":"${password}"`,
  })
  await does('a wrong type', 'POST /api/auth/sessions', { body: { email, password: [password] } })
  await does('an unknown field', 'POST /api/auth/sessions', { body: { email, password, [password]: guess } })
  await does('a wrong password', 'POST /api/auth/sessions', { body: { email, password: guess } })
  const mobile = await does('signed in', 'POST /api/auth/sessions?client_type=mobile', { body: { email, password } })
  const user = mobile.body.accessToken!
  await does('refreshed in a browser', 'POST /api/auth/refresh', {
    cookies: { refresh_token: web.cookies.get('refresh_token')!.value },
    headers: { 'x-csrf-token': web.body.csrfToken! },
  })
  const refreshToken = mobile.body.refreshToken!
  await does('refreshed', 'POST /api/auth/refresh?client_type=mobile', { body: { refreshToken } })
  server.world.sandbox?.clock.advance(11)
  await does('a stolen refresh token', 'POST /api/auth/refresh?client_type=mobile', { body: { refreshToken } })
  await does('a token in a query', `GET /api/auth/sessions/current?access_token=${user}&password=${password}`)
  await does('a token in a path', `GET /api/auth/${user}`)

  const code = await mailed('verify_email_code')
  await does('a wrong code', 'POST /api/auth/email/verify', {
    body: { email, otp: code === '000000' ? '111111' : '000000' },
  })
  const verified = await does('verified', 'POST /api/auth/email/verify?client_type=mobile', {
    body: { email, otp: code },
  })
  const own = { bearer: verified.body.accessToken! }
  await does('who it is', 'GET /api/auth/sessions/current', own)
  await does('a profile', 'PATCH /api/auth/profiles/current', { ...own, body: { profile: { bio: 'Writes.' } } })

  await does('a reset asked for', 'POST /api/auth/email/send-reset-password', { body: { email } })
  const resetCode = await mailed('reset_password_code')
  const exchanged = await does('a code exchanged', 'POST /api/auth/email/exchange-reset-password-token', {
    body: { email, code: resetCode },
  })
  await does('a new password', 'POST /api/auth/email/reset-password', {
    body: { newPassword, otp: exchanged.body.token! },
  })
  await configure({ verifyEmailMethod: 'link', resetPasswordMethod: 'link' })
  await does('a link asked for', 'POST /api/auth/email/send-reset-password', { body: { email } })
  await does('a used link', 'POST /api/auth/email/reset-password', {
    body: { newPassword: 'wk-lamp', otp: await mailed('reset_password_link') },
  })

  const query = `redirect=${redirect}&code_challenge=${challenge}`
  const page = await does('the page', `GET /auth/sign-in?${query}`)
  const [, form_token = ''] = /name="form_token" value="([^"]*)"/.exec(page.text) ?? []
  remember('the form', form_token)
  const cookies = { hosted_form: page.cookies.get('hosted_form')!.value }
  const html = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const submit = (what: string, path: string, fields: Readonly<Record<string, string>>) =>
    does(what, `POST /auth/hosted/${path}?${query}`, { ...asForm({ form_token, ...fields }), headers: html, cookies })
  await submit('a wrong password on the page', 'sign-in', { email, password: guess })
  const back = await submit('signed in on the page', 'sign-in', { email, password: newPassword })
  const insforgeCode = new URL(back.location).searchParams.get('insforge_code')!
  await does('a wrong verifier', 'POST /api/auth/oauth/exchange', {
    body: { code: insforgeCode, code_verifier: guess.repeat(3) },
  })
  await does('a code of the page exchanged', 'POST /api/auth/oauth/exchange', {
    body: { code: insforgeCode, code_verifier: verifier },
  })

  await does('a provider', `GET /api/auth/oauth/google?redirect_uri=${redirect}&code_challenge=${challenge}`)
  const opened = await does(
    'to a provider',
    `GET /api/auth/oauth/google/authorize?redirect_uri=${redirect}&code_challenge=${challenge}`,
  )
  const { pathname, search } = new URL(opened.location)
  const person = { email: 'grace@example.test', name: 'Grace', verified: 'yes' }
  const came = await does('at the provider', `POST ${pathname}${search}`, asForm(person))
  const callback = new URL(came.location)
  const held = { cookies: { provider_flow: opened.cookies.get('provider_flow')!.value } }
  const line = `GET ${callback.pathname}${callback.search}` as const
  const returned = await does('back from the provider', line, held)
  await does('back once more', line, held)
  const second = new URL(returned.location).searchParams.get('insforge_code')!
  await does('a code exchanged for a session', 'POST /api/auth/oauth/exchange?client_type=mobile', {
    body: { code: second, code_verifier: verifier },
  })
  await does('the same code again', 'POST /api/auth/oauth/exchange', {
    body: { code: second, code_verifier: verifier },
  })

  const anon = await does('an anonymous key', 'POST /api/auth/tokens/anon', { bearer })
  await does('an anonymous key at work', 'GET /api/auth/config', { bearer: anon.body.accessToken! })
  const admin = await server.send('POST /sandbox/admin-code')
  const adminCode = (JSON.parse(admin.text) as { code: string }).code
  remember('the code of an administrator', adminCode, adminCode.split('.')[2])
  const exchange = { body: { code: adminCode } }
  const administrator = await does('an administrator', 'POST /api/auth/admin/sessions/exchange', exchange)
  await does('the same again', 'POST /api/auth/admin/sessions/exchange', exchange)
  await does('the users', 'GET /api/auth/users', { bearer: administrator.body.accessToken! })
  await does('an unknown key', 'GET /api/auth/users', { bearer: `ik_${guess}` })
  await does('what forms need', 'GET /api/auth/public-config')
  await does('an unknown path', 'GET /api/auth/nowhere')
  await does('another method', 'PUT /api/auth/users')
  await does('signed out', 'POST /api/auth/logout', own)
})
afterAll(async () => {
  await server.close()
  remove()
})

describe('a secret of the project', () => {
  it('is in no line of the log (AC-110)', () => {
    const text = server.logText()
    expect(secrets.size).toBeGreaterThan(45)
    expect([...answers.values()].filter(({ status }) => status === 500)).toEqual([])
    for (const [what, secret] of secrets) {
      // Six digits are part of many numbers.
      const found = /^\d{6}$/.test(secret) ? new RegExp(`\\b${secret}\\b`).test(text) : text.includes(secret)
      expect([what, found]).toEqual([what, false])
    }
    expect(text).not.toMatch(/\beyJ[\w-]{10}|argon2id|BEGIN|"d":/)
  })

  it('is in no file of the database (AC-112)', async () => {
    await server.closeDatabase()
    const files = readdirSync(folder)
    expect(files.length).toBeGreaterThan(0)
    const text = files.map((name) => readFileSync(`${folder}/${name}`, 'latin1')).join('\n')
    for (const [what, secret] of secrets) {
      const found = /^\d{6}$/.test(secret)
        ? new RegExp(`"${secret}"|\\b${secret}\\b`).test(text)
        : text.includes(secret)
      expect([what, found]).toEqual([what, false])
    }
    const hashes = text.match(/\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/g) ?? []
    expect(new Set(hashes)).toEqual(new Set(['$argon2id$v=19$m=19456,t=2,p=1$']))
  })
})

describe('an answer of the project', () => {
  it('says how it may be kept, and names no software (AC-113)', () => {
    for (const [what, { status, headers }] of answers) {
      const kept = what === 'what forms need' ? 'public, max-age=5' : 'no-store'
      expect([what, headers['cache-control'], headers['x-content-type-options']]).toEqual([what, kept, 'nosniff'])
      // A page speaks the language of who asks.
      const vary = headers['content-type']?.startsWith('text/html') ? 'Origin, Accept-Language' : 'Origin'
      expect([what, headers['referrer-policy'], headers.vary]).toEqual([what, 'no-referrer', vary])
      expect([what, 'x-powered-by' in headers, 'server' in headers]).toEqual([what, false, false])
      expect([what, 'www-authenticate' in headers]).toEqual([what, status === 401])
      expect([what, headers['x-request-id']]).toEqual([what, expect.stringMatching(/^[0-9a-f-]{36}$/)])
    }
  })

  it('that says no says what to do next, in the three words of the document', () => {
    const refusals = [...answers].filter(([, { status, text }]) => status >= 400 && text.startsWith('{'))
    expect(refusals.length).toBeGreaterThan(12)
    for (const [what, { status, text }] of refusals) {
      const body = JSON.parse(text) as object
      expect([what, body]).toEqual([
        what,
        {
          error: expect.stringMatching(/^[A-Z_]+$/) as string,
          message: expect.stringMatching(/./) as string,
          statusCode: status,
          nextActions: expect.stringMatching(/./) as string,
        },
      ])
    }
  })
})
