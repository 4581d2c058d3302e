import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { wrong } from './mailed-proofs.ts'

const mobile = { query: { client_type: 'mobile' } }

const codeTo = async (seeds: Seeds, { email } = alice): Promise<string> => {
  await seeds.call('project.sendSignInCode', { body: { email } })
  return (await seeds.mail(email, 'sign_in_code')).code ?? '123456'
}

const byCode = (otp: string, { email } = alice) => ({ ...mobile, body: { method: 'otp' as const, email, otp } })

contract('project.sendSignInCode', {
  'mails a code to somebody who is there, and makes the older one worthless': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      const older = await codeTo(seeds)
      await seeds.wait(61)
      return older
    },
    {
      send: { body: { email: ' ALICE@example.test' } },
      expect: {
        status: 202,
        example: 'queued',
        body: (body) =>
          expect(body).toEqual({
            success: true,
            message: 'If you may sign in with this email, we have sent you a code.',
          }),
      },
      then: async (seeds, _answer, older) => {
        const { code, link } = await seeds.mail(alice.email, 'sign_in_code')
        expect(link).toBeNull()
        if (code !== older) expect((await seeds.call('project.signIn', byCode(older)))?.status).toBe(400)
        expect((await seeds.call('project.signIn', byCode(code!)))?.status).toBe(200)
      },
    },
  ),
  'mails a code to somebody new, and says the same': {
    send: { body: { email: bob.email } },
    expect: { status: 202, example: 'queued' },
    then: async (seeds) => expect((await seeds.mail(bob.email, 'sign_in_code')).code).toMatch(/^\d{6}$/),
  },
  'mails nothing to somebody new where nobody may join, and says the same': {
    given: (seeds) => seeds.projectConfig({ disableSignup: true }),
    send: { body: { email: bob.email } },
    expect: { status: 202, example: 'queued' },
    then: async (seeds) =>
      expect((await seeds.call('service.listMail', { query: { to: bob.email } }))?.body).toEqual({ messages: [] }),
  },
  'refuses an address that is more than one': {
    send: { body: { email: 'v@example.test,e@evil.test' } },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'refuses more mails from one address than the limit': {
    given: (seeds) => seeds.exhaust('project.sendSignInCode', () => ({ body: { email: alice.email } })),
    send: { body: { email: alice.email } },
    expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
  },
})

contract('project.signIn', {
  'makes somebody new of a code, without a password and with the name that they gave': given(codeTo, {
    send: (otp) => ({ ...mobile, body: { ...byCode(otp).body, name: 'Alice Doe' } }),
    expect: { status: 200, example: 'signed_in_mobile' },
    then: async (seeds, answer) => {
      const { user } = answer.body as Wire['ProjectSession']
      expect(user).toMatchObject({
        email: alice.email,
        emailVerified: true,
        providers: [],
        profile: { name: 'Alice Doe' },
      })
      expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401)
      const again = await seeds.call('project.signIn', { ...byCode(await codeAgain(seeds)) })
      expect((again?.body as Wire['ProjectSession']).user.id).toBe(user.id)
    },
  }),
  'signs a browser in by a code, whose name stays': given(
    async (seeds) => {
      const { body } = byCode(await codeTo(seeds))
      await seeds.call('project.signIn', { ...mobile, body: { ...body, name: 'Alice Doe' } })
      return codeAgain(seeds)
    },
    {
      send: (otp) => ({
        body: { method: 'otp', email: alice.email, otp: ` ${otp.slice(0, 3)} ${otp.slice(3)}`, name: 'Mallory' },
      }),
      expect: {
        status: 200,
        example: 'signed_in_web',
        answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
      },
      then: async (_seeds, { body }) =>
        expect((body as Wire['ProjectSession']).user.profile).toEqual({ name: 'Alice Doe' }),
    },
  ),
  'takes over an address that nobody had proven: password and sessions of whoever signed up with it are gone': given(
    async (seeds) => ({ stranger: await seeds.projectUser(alice), otp: await codeTo(seeds) }),
    {
      send: ({ otp }) => byCode(otp),
      expect: { status: 200, example: 'signed_in_mobile' },
      then: async (seeds, _answer, { stranger }) => {
        expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401)
        expect((await seeds.call('project.getCurrentUser', { bearer: stranger.accessToken }))?.status).toBe(401)
      },
    },
  ),
  'is not waited for where addresses have to be proven: the code proves it': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      return codeTo(seeds)
    },
    { send: (otp) => byCode(otp), expect: { status: 200, example: 'signed_in_mobile' } },
  ),
  'is for whoever reads the mail, also where somebody signed up since the code was mailed': given(
    async (seeds) => {
      const otp = await codeTo(seeds)
      await seeds.projectUser(alice)
      return otp
    },
    {
      send: (otp) => byCode(otp),
      expect: { status: 200, example: 'signed_in_mobile' },
      then: async (seeds) => expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401),
    },
  ),
  'takes a code once, of five who send it at once': given(codeTo, {
    send: (otp) => byCode(wrong(otp)),
    expect: { error: 'invalid_code' },
    then: async (seeds, _answer, otp) => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => seeds.call('project.signIn', byCode(otp))))
      expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 400, 400, 400, 400])
    },
  }),
  'refuses a wrong code, a known address without one and an unknown address in the same words': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      return codeTo(seeds)
    },
    {
      send: (otp) => byCode(wrong(otp)),
      expect: { error: 'invalid_code' },
      then: async (seeds, answer) => {
        const unknown = await seeds.call('project.signIn', byCode('123456', bob))
        expect(unknown?.text).toBe(answer.text)
      },
    },
  ),
  'refuses a code that was mailed to prove the address, and one for a new password': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.call('project.sendResetPassword', { body: { email: alice.email } })
      const reset = (await seeds.mail(alice.email, 'reset_password_code')).code ?? '123456'
      return { reset, verify: (await seeds.mail(alice.email, 'verify_email_code')).code ?? '123456' }
    },
    {
      send: ({ verify }) => byCode(verify),
      expect: { error: 'invalid_code' },
      then: async (seeds, _answer, { reset }) =>
        expect((await seeds.call('project.signIn', byCode(reset)))?.status).toBe(400),
    },
  ),
  'refuses even the right code after five wrong ones': given(
    async (seeds) => {
      const otp = await codeTo(seeds)
      for (let round = 0; round < 5; round += 1) await seeds.call('project.signIn', byCode(wrong(otp)))
      return otp
    },
    { send: (otp) => byCode(otp), expect: { error: 'invalid_code' } },
  ),
  'refuses a code after ten minutes': given(
    async (seeds) => {
      const otp = await codeTo(seeds)
      await seeds.wait(601)
      return otp
    },
    { send: (otp) => byCode(otp), expect: { error: 'invalid_code' } },
  ),
  'refuses a code of somebody who was suspended since': given(
    async (seeds) => {
      const { user } = await seeds.projectUser(alice)
      const otp = await codeTo(seeds)
      const owner = await seeds.call('platform.login', { body: demoPlatform })
      const { access_token: bearer = 'example' } = (owner?.body ?? {}) as { access_token?: string }
      const path = { appId: demoApp.applicationId, userId: user.id }
      await seeds.call('platform.updateAppUser', { path, bearer, body: { isActive: false } })
      return otp
    },
    { send: (otp) => byCode(otp), expect: { error: 'invalid_code' } },
  ),
  'makes nobody where nobody may join any more': given(
    async (seeds) => {
      const otp = await codeTo(seeds)
      await seeds.projectConfig({ disableSignup: true })
      return otp
    },
    { send: (otp) => byCode(otp), expect: { error: 'sign_up_disabled' } },
  ),
  'asks for the code, and for the password': {
    send: { body: { method: 'otp', email: alice.email } },
    expect: { error: 'invalid_request', detail: 'otp: is missing' },
    then: async (seeds) =>
      expect((await seeds.call('project.signIn', { body: { email: alice.email } }))?.body).toMatchObject({
        message: 'password: is missing',
      }),
  },
  'refuses whoever has a second factor with a token that goes on, and uses the code up': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      return codeTo(seeds)
    },
    {
      send: (otp) => byCode(otp),
      expect: {
        error: 'second_factor_required',
        answer: ({ body }) => expect(body).toHaveProperty('mfaToken'),
      },
      then: async (seeds, _answer, otp) => expect((await seeds.call('project.signIn', byCode(otp)))?.status).toBe(400),
    },
  ),
})

const codeAgain = async (seeds: Seeds) => {
  await seeds.wait(61)
  return codeTo(seeds)
}
