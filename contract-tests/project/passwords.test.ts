// Every operation that takes a new password in the project's environment: the same rules at each, and nothing cut off.
import { expect, it } from 'vitest'
import { demo, demoApp, demoPlatform, keyed } from '../harness/fixtures/people.ts'
import { openForm, sentByProgram } from './hosted-forms.ts'
import { type Real, onRealTargets } from './real-targets.ts'

const person = { email: 'alice.liddell@example.test', password: 'a first quiet lantern' } as const
const { email } = person

/** Tries a password there: the status of its answer. */
type Try = (password: string) => Promise<number>

const registered = ({ seeds }: Real) => seeds.projectUser(person)

/** Each prepares its world, and answers how to try a password there. */
const attempts: Readonly<Record<string, (real: Real) => Promise<Try>>> = {
  'project.register': ({ ask }) =>
    Promise.resolve(async (password) => (await ask('project.register', { body: { email, password } })).status),
  'project.resetPassword': async (real) => {
    const { seeds, ask } = real
    await registered(real)
    await ask('project.sendResetPassword', { body: { email } })
    const { code } = await seeds.mail(email, 'reset_password_code')
    const { body } = await ask('project.exchangeResetCode', { body: { email, code: code! } })
    const otp = (body as { token: string }).token
    return async (newPassword) => (await ask('project.resetPassword', { body: { newPassword, otp } })).status
  },
  'project.submitSignUp': async ({ seeds, ask }) => {
    const form = await openForm(seeds)
    return async (password) => (await ask('project.submitSignUp', sentByProgram(form, { email, password }))).status
  },
  'project.submitNewPassword': async (real) => {
    const { seeds, ask } = real
    await registered(real)
    const form = await openForm(seeds)
    await ask('project.submitForgotPassword', sentByProgram(form, { email }))
    const code = (await seeds.mail(email, 'reset_password_code')).code!
    return async (password) =>
      (await ask('project.submitNewPassword', sentByProgram(form, { email, code, password }))).status
  },
  'account.signUp': ({ ask }) =>
    Promise.resolve(async (password) => {
      const body = { client_id: demo.clientId, email, password }
      return (await ask('account.signUp', { body })).status
    }),
  'account.resetPassword': async (real) => {
    await registered(real)
    await real.ask('account.sendPasswordReset', { body: { client_id: demo.clientId, email } })
    const token = (await real.seeds.mail(email, 'reset_password_link')).token!
    return async (password) => (await real.ask('account.resetPassword', { body: { token, password } })).status
  },
  'app.register': ({ ask }) =>
    Promise.resolve(
      async (password) => (await ask('app.register', { headers: keyed(), body: { email, password } })).status,
    ),
  'app.resetPassword': async (real) => {
    await registered(real)
    const headers = keyed()
    await real.ask('app.forgotPassword', { headers, body: { email } })
    const token = (await real.seeds.mail(email, 'reset_password_link')).token!
    return async (password) => (await real.ask('app.resetPassword', { headers, body: { token, password } })).status
  },
  'platform.createAppUser': async ({ ask }) => {
    const { body } = await ask('platform.login', { body: demoPlatform })
    const bearer = (body as { access_token: string }).access_token
    const { applicationId: appId, environmentId } = demoApp
    return async (password) => {
      const user = { email, password, environmentId }
      return (await ask('platform.createAppUser', { bearer, path: { appId }, body: user })).status
    }
  },
}
const own = Object.keys(attempts).filter((id) => id.startsWith('project.'))
const passed = [200, 201, 303]

onRealTargets('a new password', (real) => {
  const signIn = async (password: string) => (await real.ask('project.signIn', { body: { email, password } })).status

  it.each(Object.keys(attempts))('keeps the rules of the project at %s', async (id) => {
    const attempt = await attempts[id]!(real)
    await real.seeds.projectConfig({
      passwordMinLength: 14,
      requireNumber: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSpecialChar: true,
    })
    const weak = ['Short-1-aB', 'No-Digit-Here-At-All', 'NO-LOWER-CASE-1', 'no-upper-case-1', 'NoSpecialChar1234']
    for (const one of weak) expect([one, await attempt(one)]).toEqual([one, 400])
    expect(passed).toContain(await attempt('Lantern-7-Green'))
    expect(await signIn('Lantern-7-Green')).toBe(200)
  })

  it.each(own)('is none that everybody takes at %s (AC-017)', async (id) => {
    const attempt = await attempts[id]!(real)
    const common = ['password', 'Password1', '12345678', 'qwertyuiop', 'iloveyou', 'sunshine1', 'letmein1']
    for (const one of [...common, 'countersign', 'CounterSign', 'alice.liddell', 'Alice.Liddell', email]) {
      expect([one, await attempt(one)]).toEqual([one, 400])
    }
    expect(passed).toContain(await attempt('vortex lampion'))
  })

  it.each(Object.keys(attempts))('is none that is easy to guess at %s', async (id) => {
    const attempt = await attempts[id]!(real)
    for (const one of ['P@ssw0rd1', 'aaaaaaaa', 'Inbox Manager', 'inb0x-manager', 'C0untersign', 'alice.liddell1']) {
      expect([one, await attempt(one)]).toEqual([one, 400])
    }
    expect(passed).toContain(await attempt('newSecurePassword123'))
  })

  it('is not refused where it is an example of the API documents', async () => {
    expect(passed).toContain(await (await attempts['project.register']!(real))('securepassword123'))
  })

  const long = [
    ['64 characters', 'correct horse "battery" staple, \'twice\' & more: '.padEnd(64, 'xy')],
    ['128 characters', `${'long enough '.repeat(10)}12345678`],
    ['emoji and blanks', `  ${[...'🐎🔋🧲🌵🎻🪁🦉🍋🧵🪵🛶🎈'].map((one, at) => one.repeat((at % 3) + 1)).join(' ')}`],
  ] as const
  it.each(own.flatMap((id) => long.map(([what, password]) => [what, id, password] as const)))(
    'of %s is taken whole at %s, and nothing but it opens (AC-015)',
    async (_what, id, password) => {
      const attempt = await attempts[id]!(real)
      expect(passed).toContain(await attempt(password))
      expect(await signIn(password)).toBe(200)
      const letters = [...password]
      const altered = [
        letters.slice(0, -1).join(''),
        [...letters.slice(0, -1), 'Q'].join(''),
        Buffer.from(password).subarray(0, 72).toString(),
        letters.slice(1).join(''),
        password.toUpperCase(),
        password.trim(),
        `${letters.slice(0, -1).join('')} `,
      ].filter((one) => one !== password)
      expect(altered.length).toBeGreaterThan(4)
      for (const one of altered) expect([one, await signIn(one)]).toEqual([one, 401])
    },
  )

  it.each(own)('of 129 characters is refused at %s, not cut (AC-015)', async (id) => {
    const attempt = await attempts[id]!(real)
    expect(await attempt('x1 '.repeat(43))).toBe(400)
    expect(await signIn('x1 '.repeat(43).slice(0, 128))).toBe(401)
  })

  it.each([...own, 'project.signIn', 'project.submitSignIn'])(
    'that is too long is refused before any work at %s, fifty at once (AC-019)',
    async (id) => {
      const form = await openForm(real.seeds)
      const attempt: Try =
        id === 'project.signIn'
          ? signIn
          : id === 'project.submitSignIn'
            ? async (password) =>
                (await real.ask('project.submitSignIn', sentByProgram(form, { email, password }))).status
            : await attempts[id]!(real)
      const all = (count: number, length: number) =>
        Promise.all(Array.from({ length: count }, () => attempt('x'.repeat(length)))).then((told) => [...new Set(told)])
      expect(await all(50, 129)).toEqual([400])
      // 50 MB are sent once: elsewhere the same is read by the same.
      expect(await all(id === 'project.signIn' ? 50 : 1, 1_000_000)).toEqual([413])
    },
  )
})
