import { expect } from 'vitest'
import { page } from '../harness/dsl/any-operation.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import {
  addressRefusals,
  browser,
  email,
  expectFormPost,
  expectPage,
  formRefusals,
  known,
  limited,
  openForm,
  opensSession,
  pageCases,
  password,
  problem,
  refusalPageCase,
  sent,
  sentByProgram,
  toldCode,
} from './hosted-cases.ts'

/** The client of an account, which signs in members alone. */
const ofAccount = async (seeds: Seeds) => {
  const redirect_uri = 'https://widget.example.com/callback'
  const { id } = await seeds.client(await seeds.user(alice), { redirect_uris: [redirect_uri] })
  const query = { ...asAuthorization, client_id: id, redirect_uri }
  return { query, form: await seeds.signInForm(query) }
}

/** What a person is shown instead of the form. */
const signInPage = (words: string) =>
  page<'oauth.showSignUp'>(403, 'sign_in_page', (answer) => {
    problem(words)(answer)
    expect(answer.text).toContain('action="/oauth2/authorize?')
    expect(answer.text).not.toContain('/oauth2/authorize/sign-up')
  })

contract('oauth.showSignUp', {
  ...pageCases<'oauth.showSignUp'>('sign_up_page', 'Create your account'),
  ...refusalPageCase<'oauth.showSignUp'>(),
  'shows a person the sign-in page, which says that nobody new may join': {
    inside: 'no public operation switches settings yet',
    given: (seeds) => seeds.settings({ disableSignUp: true }),
    send: { query: asAuthorization, headers: browser },
    expect: signInPage('New accounts cannot be made here.'),
  },
  'refuses a program where nobody new may join': {
    inside: 'no public operation switches settings yet',
    given: (seeds) => seeds.settings({ disableSignUp: true }),
    send: { query: asAuthorization },
    expect: { error: 'sign_up_disabled' },
  },
  'shows a person the sign-in page, where the client is for members of its account': given(ofAccount, {
    send: ({ query }) => ({ query, headers: browser }),
    expect: signInPage('This app is for members of its account. Ask for an invitation.'),
  }),
  'refuses a program where the client is for members of its account': given(ofAccount, {
    send: ({ query }) => ({ query }),
    expect: { error: 'access_denied' },
  }),
})

const withOpenId = async (seeds: Seeds, more = {}) => {
  const query = { ...asOpenId, ...more }
  return { query, form: await seeds.signInForm(query) }
}

contract('oauth.submitSignUp', {
  'makes a user, and sends them back to the app with a code that opens a session': given(openForm, {
    send: (form) => sent(form, { email, password, name: 'Alice Doe' }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: (seeds, answer) => opensSession(seeds, answer, email),
  }),
  'keeps who has signed up for the next app, where the first asks with openid': given((seeds) => withOpenId(seeds), {
    send: ({ query, form }) => ({ ...sent(form, { email, password }), query }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        toldCode(answer)
        expect(answer.cookies.some((cookie) => cookie.startsWith('browser_session='))).toBe(true)
      },
    },
  }),
  'answers by a form, where the app asks for that': given(
    (seeds) => withOpenId(seeds, { response_mode: 'form_post' }),
    {
      send: ({ query, form }) => ({ ...sent(form, { email, password }), query }),
      expect: { status: 200, example: 'next_page', answer: expectFormPost },
    },
  ),
  'leads to the mailbox where the address has to be proven first, whoever has it': {
    inside: 'no public operation switches settings yet',
    ...given(
      async (seeds) => {
        const form = await openForm(seeds)
        await seeds.settings({ requireEmailVerification: true })
        return form
      },
      {
        send: (form) => sent(form, { email, password, name: '' }),
        expect: { status: 200, example: 'verify_page', answer: expectPage },
        then: async (seeds, answer) => {
          const again = await seeds.call('oauth.submitSignUp', sent(await openForm(seeds), { email, password }))
          const plain = ({ text }: Answer) => text.replaceAll(/(nonce|value)="[\w-]{43}"/g, '')
          expect(plain(again!)).toBe(plain(answer))
          const { link } = await seeds.mail(email, 'verify_email_link')
          expect(link).toContain('/auth/verify?token=')
        },
      },
    ),
  },
  'shows the form again with what is wrong with the password': given(openForm, {
    send: (form) => sent(form, { email, password: 'password1', name: 'Alice' }),
    expect: {
      status: 400,
      example: 'form_page',
      answer: (answer) => {
        problem('This password is too common')(answer)
        expect(answer.text).toContain('value="Alice"')
        expect(answer.text).not.toContain('password1')
      },
    },
  }),
  'says it to a program in the words of the surface': given(openForm, {
    send: (form) => sentByProgram(form, { email, password: 'password1' }),
    expect: { error: 'weak_password' },
  }),
  'shows the form again for an address that has a user': given(known, {
    send: (form) => sent(form, { email, password }),
    expect: { status: 409, example: 'form_page', answer: problem('This email already has an account.') },
  }),
  'says it to a program too': given(known, {
    send: (form) => sentByProgram(form, { email, password }),
    expect: { error: 'user_exists' },
  }),
  'refuses everybody where nobody new may join': {
    inside: 'no public operation switches settings yet',
    ...given(
      async (seeds) => {
        const form = await openForm(seeds)
        await seeds.settings({ disableSignUp: true })
        return form
      },
      { send: (form) => sentByProgram(form, { email, password }), expect: { error: 'sign_up_disabled' } },
    ),
  },
  'signs nobody up for the client of an account': given(ofAccount, {
    send: ({ query, form }) => ({ ...sentByProgram(form, { email: 'new@example.test', password }), query }),
    expect: { error: 'access_denied' },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('oauth.submitSignUp', 'overloaded'),
    send: sentByProgram({ session: 'x', token: 'x' }, { email, password }),
    expect: { error: 'overloaded' },
  },
  ...formRefusals({ email, password }),
  ...addressRefusals({ email, password }),
  ...limited('oauth.submitSignUp', (round) => ({ email: `p${round}@example.test`, password: 'password' })),
})
