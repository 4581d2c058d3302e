import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoProject } from '../harness/fixtures/people.ts'
import { codeMailedTo, linkMailedTo, wrong } from './mailed-proofs.ts'

const mobile = { query: { client_type: 'mobile' } }
contract('project.sendVerification', {
  'mails a code, and makes the older one worthless': given(codeMailedTo, {
    send: { body: { email: ' ALICE@example.test' } },
    expect: {
      status: 202,
      example: 'queued',
      body: (body) =>
        expect(body).toEqual({
          success: true,
          message: 'If your email is registered, we have sent you a verification code/link.',
        }),
    },
    then: async (seeds, _answer, older) => {
      const { code } = await seeds.mail(alice.email, 'verify_email_code')
      expect((await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: code! } }))?.status).toBe(200)
      expect((await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: older } }))?.status).toBe(400)
    },
  }),
  'mails a link where the settings say so, which goes on to an allowed address': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.wait(61)
      await seeds.projectConfig({ verifyEmailMethod: 'link' })
    },
    send: { body: { email: alice.email, redirectTo: demoProject.redirectUri } },
    expect: { status: 202, example: 'queued' },
    then: async (seeds) => {
      const mail = await seeds.mail(alice.email, 'verify_email_link')
      expect(mail.token).toMatch(/^[0-9a-f]{64}$/)
      expect(mail.code).toBeNull()
    },
  },
  'answers the same for an address without a user, and mails nothing': {
    send: { body: { email: bob.email } },
    expect: { status: 202, example: 'queued', body: ({ success }) => expect(success).toBe(true) },
    then: async (seeds) => {
      const mailbox = await seeds.call('service.listMail', { query: { to: bob.email } })
      expect(mailbox?.body).toEqual({ messages: [] })
    },
  },
  'refuses an address that is more than one (AC-067)': {
    send: { body: { email: 'v@example.test e@evil.test' } },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'refuses a redirect that the project does not allow': {
    send: { body: { email: alice.email, redirectTo: 'https://evil.example/' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses more mails from one address than the limit': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.exhaust('project.sendVerification', () => ({ body: { email: alice.email } }))
    },
    send: { body: { email: alice.email } },
    expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
  },
})

contract('project.verifyEmail', {
  'proves the address by code and signs a browser in': given(codeMailedTo, {
    send: (otp) => ({ body: { email: alice.email, otp } }),
    expect: {
      status: 200,
      example: 'verified_web',
      body: (body) => {
        expect(body.user).toMatchObject({ email: alice.email, emailVerified: true })
        expect(body.csrfToken).toMatch(/^[\w-]{43}$/)
      },
      answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
    },
    then: async (seeds, _answer, otp) => {
      const again = await seeds.call('project.verifyEmail', { body: { email: alice.email, otp } })
      expect(again?.status).toBe(400)
    },
  }),
  'takes a code in groups, as mails and phones show it': given(codeMailedTo, {
    send: (otp) => ({ body: { email: alice.email, otp: ` ${otp.slice(0, 3)} ${otp.slice(3)} ` } }),
    expect: { status: 200, example: 'verified_web' },
  }),
  'proves the address by link and signs a mobile client in': given(linkMailedTo, {
    send: (otp) => ({ ...mobile, body: { otp } }),
    expect: {
      status: 200,
      example: 'verified_mobile',
      body: (body) => {
        expect(body.user.emailVerified).toBe(true)
        expect(body).toHaveProperty('refreshToken')
      },
    },
    then: async (seeds, _answer, otp) =>
      expect((await seeds.call('project.verifyEmail', { body: { otp } }))?.status).toBe(400),
  }),
  'lets a person in who had to prove their address first': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      await seeds.call('project.register', { body: alice })
      return (await seeds.mail(alice.email, 'verify_email_code')).code ?? '123456'
    },
    {
      send: (otp) => ({ body: { email: alice.email, otp } }),
      expect: { status: 200, example: 'verified_web' },
      then: async (seeds) => expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200),
    },
  ),
  'starts nothing for somebody with a second factor, which is not asked for here (AC-077)': {
    inside: 'whoever has a second factor has proven their address before',
    given: (seeds) => seeds.fail('project.verifyEmail', 'second_factor_required'),
    send: { body: { email: alice.email, otp: '123456' } },
    expect: { error: 'second_factor_required' },
  },
  'proves the address and signs nobody in by a link that is older than an hour': given(
    async (seeds) => {
      const otp = await linkMailedTo(seeds)
      await seeds.wait(3601)
      return otp
    },
    {
      send: (otp) => ({ ...mobile, body: { otp } }),
      expect: {
        status: 200,
        example: 'only_proven',
        body: (body) => {
          expect(Object.keys(body).sort()).toEqual(['accessToken', 'user'])
          expect(body).toMatchObject({ accessToken: null, user: { email: alice.email, emailVerified: true } })
        },
        answer: ({ cookies }) => expect(cookies).toEqual([]),
      },
      then: async (seeds) => expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200),
    },
  ),
  'signs in by a link within the hour': given(
    async (seeds) => {
      const otp = await linkMailedTo(seeds)
      await seeds.wait(3590)
      return otp
    },
    { send: (otp) => ({ ...mobile, body: { otp } }), expect: { status: 200, example: 'verified_mobile' } },
  ),
  'refuses a link of another surface, and leaves it good there': given(
    async (seeds) => {
      await seeds.newcomer(alice)
      return (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'f'.repeat(64)
    },
    {
      send: (otp) => ({ body: { otp } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, token) =>
        expect((await seeds.call('account.verifyEmail', { body: { token } }))?.status).toBe(200),
    },
  ),
  'takes codes mailed before the settings changed to links': given(
    async (seeds) => {
      const otp = await codeMailedTo(seeds)
      await seeds.projectConfig({ verifyEmailMethod: 'link' })
      return otp
    },
    { send: (otp) => ({ body: { email: alice.email, otp } }), expect: { status: 200, example: 'verified_web' } },
  ),
  'asks for the address that goes with a code': {
    send: { body: { otp: '123456' } },
    expect: { error: 'invalid_request', detail: 'email: is missing' },
  },
  'refuses what is neither a code nor a token': {
    send: { body: { email: alice.email, otp: '12345' } },
    expect: { error: 'invalid_request', detail: 'otp' },
  },
  'refuses a wrong code, a known address without a code and an unknown address in the same words (AC-006)': given(
    codeMailedTo,
    {
      send: (otp) => ({ body: { email: alice.email, otp: wrong(otp) } }),
      expect: { error: 'invalid_code' },
      then: async (seeds, answer) => {
        const { code } = await seeds.mail(alice.email, 'verify_email_code')
        await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: code! } })
        const without = await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: '123456' } })
        const unknown = await seeds.call('project.verifyEmail', { body: { email: bob.email, otp: '123456' } })
        expect([without?.text, unknown?.text]).toEqual([answer.text, answer.text])
      },
    },
  ),
  "refuses one person's code with another person's address (AC-040)": given(
    async (seeds) => ({ hers: await codeMailedTo(seeds), his: await codeMailedTo(seeds, bob) }),
    {
      send: ({ hers, his }) => ({ body: { email: bob.email, otp: hers === his ? wrong(his) : hers } }),
      expect: { error: 'invalid_code' },
    },
  ),
  "refuses one person's link with another person's address, and uses nothing up (AC-040)": given(linkMailedTo, {
    send: (otp) => ({ body: { email: bob.email, otp } }),
    expect: { error: 'invalid_link' },
    then: async (seeds, _answer, otp) =>
      expect((await seeds.call('project.verifyEmail', { body: { otp } }))?.status).toBe(200),
  }),
  'refuses even the right code after five wrong ones (AC-013)': given(
    async (seeds) => {
      const otp = await codeMailedTo(seeds)
      for (let round = 0; round < 5; round += 1) {
        await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: wrong(otp) } })
      }
      return otp
    },
    { send: (otp) => ({ body: { email: alice.email, otp } }), expect: { error: 'invalid_code' } },
  ),
  'refuses a code after ten minutes (AC-042)': given(
    async (seeds) => {
      const otp = await codeMailedTo(seeds)
      await seeds.wait(601)
      return otp
    },
    { send: (otp) => ({ body: { email: alice.email, otp } }), expect: { error: 'invalid_code' } },
  ),
  'refuses a link after a day (AC-042)': given(
    async (seeds) => {
      const otp = await linkMailedTo(seeds)
      await seeds.wait(86_401)
      return otp
    },
    { send: (otp) => ({ body: { otp } }), expect: { error: 'invalid_link' } },
  ),
  'refuses who tries many codes': {
    given: (seeds) =>
      seeds.exhaust('project.verifyEmail', (round) => ({
        body: { email: `p${round}@example.test`, otp: '123456' },
      })),
    send: { body: { email: alice.email, otp: '123456' } },
    expect: { error: 'too_many_requests' },
  },
})
