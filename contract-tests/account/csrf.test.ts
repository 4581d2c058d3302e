import { expect } from 'vitest'
import { contract, given } from '../harness/index.ts'

contract('account.startCsrfSession', {
  'sets the cookie and gives the script': {
    expect: {
      status: 200,
      example: 'csrf_script',
      answer: ({ cookies, text }) => {
        expect(cookies[0]).toMatch(
          /^csrf_session=[\w-]{43}; Max-Age=86400; Path=\/auth; HttpOnly; Secure; SameSite=Strict$/,
        )
        expect(text).toContain('/auth/csrf-token')
      },
    },
  },
})

contract('account.getCsrfToken', {
  'gives the token in body and header': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({ cookies: { csrf_session: session } }),
    expect: { status: 200, example: 'csrf_token' },
    then: async (_seeds, answer, { token }) => {
      expect(answer.body).toEqual({ csrf_token: token })
      expect(answer.headers.get('x-csrf-token')).toBe(token)
    },
  }),
  'refuses a browser without a CSRF session': { expect: { error: 'csrf_session_missing' } },
})
