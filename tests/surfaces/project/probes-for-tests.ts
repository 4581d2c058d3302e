// A server with somebody in the project and a form open, and every place of the project that takes a text.
import { type Sending, newEmail, password, startServer } from '../../server-for-tests.ts'
import { type Kind, freshDatabase } from '../../storage/databases-for-tests.ts'

export const apiKey = 'ik_sandbox_inbox_manager'
export const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const hosted = `redirect=http://localhost:3000/callback&code_challenge=${challenge}`
export const nobody = '0199c0de-0000-7000-8000-00000000dead'

export type Asked = readonly [`${string} ${string}`, Sending?]

export const openProbed = async (kind: Kind) => {
  const fresh = await freshDatabase(kind)
  const names = [
    'signInPerUser',
    'signInPerIp',
    'passwordsInARow',
    'signUpPerIp',
    'mailsPerIp',
    'codeTriesPerIp',
    'profilesPerIp',
  ]
  const server = await startServer({
    DATABASE_URL: fresh.url,
    LIMITS: [...names, 'mailsOfOneKind', 'mailsPerMailbox', 'codesInARow'].map((name) => `${name}=100000/900`).join(),
  })
  const register = async (name: string) => {
    const body = { email: newEmail(name), password }
    const { text } = await server.send('POST /api/auth/users?client_type=mobile', { body })
    return JSON.parse(text) as { accessToken: string; user: { id: string; email: string } }
  }
  const person = await register('probed')
  const page = await server.send(`GET /auth/sign-in?${hosted}`)
  const [, token = ''] = /name="form_token" value="([^"]*)"/.exec(page.text) ?? []
  const form = { session: page.cookies.get('hosted_form')!.value, token }

  const submit = (path: string, fields: Readonly<Record<string, string>>): Asked => [
    `POST /auth/hosted/${path}?${hosted}`,
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      cookies: { hosted_form: form.session },
      body: new URLSearchParams({ form_token: form.token, ...fields }).toString(),
    },
  ]
  /** Every place of the project that takes a text, with this one in it. */
  const everywhere = (text: string): Asked[] => {
    const { email } = person.user
    const bearer = person.accessToken
    const escaped = encodeURIComponent(text.toWellFormed())
    const inJson = (line: `${string} ${string}`, body: object, more: Sending = {}): Asked => [line, { ...more, body }]
    return [
      inJson('POST /api/auth/users', { email: `${text}@example.test`, password }),
      inJson('POST /api/auth/users', { email: newEmail(), password, redirectTo: text }),
      inJson('POST /api/auth/sessions', { email: `${email}${text}`, password }),
      inJson('POST /api/auth/sessions', { email, password: text }),
      inJson('POST /api/auth/refresh?client_type=mobile', { refreshToken: text }),
      [`POST /api/auth/refresh?client_type=${escaped}`],
      [
        'POST /api/auth/refresh',
        { cookies: { refresh_token: escaped, insforge_refresh_token: escaped }, headers: { 'x-csrf-token': escaped } },
      ],
      inJson('POST /api/auth/email/send-verification', { email: text }),
      inJson('POST /api/auth/email/send-reset-password', { email, redirectTo: text }),
      inJson('POST /api/auth/email/verify', { email, otp: text }),
      inJson('POST /api/auth/email/verify', { email: text, otp: '123456' }),
      inJson('POST /api/auth/email/exchange-reset-password-token', { email, code: text }),
      inJson('POST /api/auth/email/reset-password', { newPassword: password, otp: text }),
      inJson('POST /api/auth/oauth/exchange', { code: text, code_verifier: verifier }),
      inJson('POST /api/auth/oauth/exchange', { code: 'x', code_verifier: text }),
      inJson('POST /api/auth/admin/sessions', { email: text, password: text }),
      inJson('POST /api/auth/admin/sessions/exchange', { code: text }),
      inJson('PATCH /api/auth/profiles/current', { profile: { avatar_url: text } }, { bearer }),
      inJson('PUT /api/auth/config', { signInRedirectTo: text }, { bearer: apiKey }),
      inJson('PUT /api/auth/config', { allowedRedirectUrls: [text] }, { bearer: apiKey }),
      inJson('DELETE /api/auth/users', { userIds: [text] }, { bearer: apiKey }),
      [`GET /api/auth/users/${escaped}`, { bearer: apiKey }],
      [`GET /api/auth/users?limit=${escaped}`, { bearer: apiKey }],
      [`GET /api/auth/profiles/${escaped}`],
      [`GET /api/auth/oauth/${escaped}?redirect_uri=http://localhost:3000/callback&code_challenge=${challenge}`],
      [`GET /api/auth/oauth/google?redirect_uri=${escaped}&code_challenge=${challenge}`],
      [`GET /api/auth/oauth/google/authorize?redirect_uri=${escaped}&code_challenge=${challenge}`],
      [`GET /api/auth/oauth/google/callback?code=${escaped}&state=${escaped}`, { cookies: { provider_flow: escaped } }],
      [`GET /auth/sign-in?redirect=${escaped}&code_challenge=${challenge}`],
      submit('sign-in', { email: text, password }),
      submit('sign-in', { email, password: text }),
      submit('sign-up', { email: text, password }),
      submit('verify', { email, code: text }),
      submit('resend-verification', { email: text }),
      submit('forgot-password', { email: text }),
      submit('reset-password', { email, code: text, password }),
      ['GET /api/auth/sessions/current', { bearer: escaped, headers: { origin: escaped, 'user-agent': escaped } }],
      ['GET /api/auth/config', { bearer: `ik_${escaped}` }],
      ['GET /api/auth/config', { bearer: `anon_${escaped}` }],
    ]
  }

  /** Sends it, and answers with the time it took at the server: the best of ten at most, for others run too. */
  const timed = async ([line, sending]: Asked) => {
    const tries = []
    do {
      const answer = await server.send(line, sending)
      const id = answer.headers['x-request-id']
      const ms = Number(server.logs.findLast((one) => one.msg === 'request' && one.requestId === id)?.ms)
      tries.push({ line: line.slice(0, 60), ...answer, ms })
    } while (tries.length < 10 && tries.at(-1)!.ms > 40)
    return tries.sort((a, b) => a.ms - b.ms)[0]!
  }

  return {
    server,
    person,
    form,
    register,
    submit,
    everywhere,
    timed,
    /** Whether the person is still who they were. */
    stillThere: async () => {
      const { status, text } = await server.send('GET /api/auth/sessions/current', { bearer: person.accessToken })
      return status === 200 && text.includes(person.user.id)
    },
    close: async () => {
      await server.close()
      fresh.remove()
    },
  }
}

export type Probed = Awaited<ReturnType<typeof openProbed>>
