// What a sandbox holds after a few minutes of use.
import { phrase } from '../../server/pages/html.ts'
import type { SandboxMail } from '../../server/pages/mailbox.ts'

const token = 'kq3vX0oQ2m8yQWf1bq0nT7cE5rZ9uL4hS6dA3gJ1pVw'

const mail = (id: string, seconds: string, part: Partial<SandboxMail>): SandboxMail => ({
  id,
  to: 'ada@example.com',
  subject: 'Welcome to Inbox Manager',
  kind: 'welcome',
  text: 'Hello Ada,\n\nyour account is ready.\n\nInbox Manager',
  html: '<div style="padding:24px;font-family:sans-serif"><h1 style="color:#17211e">Hello,</h1><p>This is your mail.</p></div>',
  code: null,
  link: null,
  token: null,
  createdAt: `2026-03-01T09:30:${seconds}.000Z`,
  ...part,
})

export const mails: readonly SandboxMail[] = [
  mail('m3', '45', {
    subject: 'Your code is 424242',
    kind: 'verify_email_code',
    code: '424242',
    text: 'Your code is 424242. It works for 10 minutes.',
  }),
  mail('m2', '20', {
    to: 'a.person.with.a.remarkably.long.address@department.of.everything.example.com',
    subject: 'Sign in to Inbox Manager',
    kind: 'magic_link',
    link: `http://localhost:3000/auth/sign-in-with-token?token=${token}`,
    token,
    text: `Sign in: http://localhost:3000/auth/sign-in-with-token?token=${token}`,
  }),
  mail('m1', '15', {}),
]

const credentials = {
  account: {
    client_id: 'cid_inbox_manager',
    origin: 'https://app.inbox-manager.com',
    audience: 'https://api.inbox-manager.com',
    redirectUri: 'http://localhost:3000/callback',
  },
  oauth: { client_id: 'cid_machine', client_secret: 'sec_sandbox_0123456789abcdef0123456789abcdef' },
  platform: { email: 'admin@example.test', password: 'sandbox-admin-password', scopes: ['read', 'write'] },
}

const answer = (description: string, example: object) => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Profile' }, examples: { shown: { value: example } } },
  },
})

export const contract = {
  openapi: '3.1.0',
  info: { title: 'Countersign', version: '0.1.0', description: 'Signs people up, signs them in, issues their tokens.' },
  servers: [{ url: '/' }],
  tags: [
    { name: 'account.sessions', description: 'A session is one signed-in person on one device.' },
    { name: 'oauth.keys', description: 'Public keys.' },
  ],
  paths: {
    '/auth/sign-up': {
      post: {
        operationId: 'account.signUp',
        tags: ['account.sessions'],
        summary: 'Sign up with email and password',
        security: [],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/SignUp' } } },
        },
        responses: { 200: answer('Signed up.', { email: 'ada@example.com' }) },
      },
    },
    '/auth/me': {
      get: {
        operationId: 'account.me',
        tags: ['account.sessions'],
        summary: 'Show who is signed in',
        description: 'Answers the profile of the person whose token is sent. See `GET /auth/login-methods` too.',
        security: [{ accountToken: [] }],
        parameters: [
          {
            name: 'fields',
            in: 'query',
            description: 'What to show.',
            schema: { type: 'string', enum: ['all', 'few'] },
          },
          { name: 'X-Request-Id', in: 'header', description: 'Echoed.', schema: { type: 'string', maxLength: 64 } },
        ],
        responses: {
          200: answer('The profile.', { email: 'ada@example.com' }),
          401: { description: 'The token is missing, wrong or expired.' },
        },
      },
      delete: {
        operationId: 'account.leave',
        tags: ['account.sessions'],
        summary: 'End every session of a person',
        deprecated: true,
        security: [{ accountToken: [] }],
        responses: { 204: { description: 'Ended.' } },
      },
      put: {
        operationId: 'account.replaceProfile',
        tags: ['account.sessions'],
        summary: 'Replace the profile',
        responses: { 204: { description: 'Replaced.' } },
      },
    },
    '/.well-known/jwks.json': {
      get: {
        operationId: 'oauth.getJwks',
        tags: ['oauth.keys'],
        summary: 'List the public keys',
        security: [],
        responses: { 200: { description: 'The keys.' } },
      },
    },
  },
  components: {
    securitySchemes: { accountToken: { type: 'http', scheme: 'bearer', description: 'An access token.' } },
    schemas: {
      Profile: { type: 'object', required: ['email'], properties: { email: { type: 'string', format: 'email' } } },
      SignUp: {
        type: 'object',
        additionalProperties: false,
        required: ['client_id', 'email', 'password'],
        properties: {
          client_id: { type: 'string', examples: ['cid_inbox_manager'] },
          email: { type: 'string', format: 'email', maxLength: 254 },
          password: { type: 'string', minLength: 8, maxLength: 128, description: 'At least 8 characters.' },
        },
      },
    },
  },
}

export const landing = {
  version: '0.1.0',
  credentials,
  mailCount: mails.length,
  mockUrl: 'http://localhost:4010',
  isMock: false,
  operationsBySurface: [
    { surface: 'account', count: 31, title: 'Accounts and sessions' },
    { surface: 'oauth', count: 9, title: 'OAuth and OpenID Connect' },
    { surface: 'service', count: 7, title: 'Health and sandbox' },
  ],
}

export const signInMessage = {
  title: phrase('Sign in to Inbox Manager'),
  text: 'You asked to sign in as ada@example.com. Press the button to go on.',
  tone: 'neutral' as const,
  action: { method: 'post' as const, url: '/done', label: phrase('Sign in'), fields: { token } },
}
