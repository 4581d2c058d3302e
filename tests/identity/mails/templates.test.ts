// What no operation can show: a template that cannot be filled, and one whose values try to be more than values.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { queueMail } from '../../../server/identity/mails/mail.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { insertMailTemplate } from '../../../server/storage/mail-templates.ts'
import { checkedWords } from '../../../server/identity/mails/template-words.ts'
import { mailNames, type MailName, type MailTemplate } from '../../../server/model/mail-template.ts'
import { usualWords } from '../../../server/outside/mail-templates.ts'
import { contextFor } from '../context-for-tests.ts'
import { type TestServer, startServer } from '../../server-for-tests.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.close())

const mail = async (
  words: Pick<MailTemplate, 'name' | 'subject' | 'htmlBody' | 'textBody'>,
  letter: { link: string; minutes: number; inviter?: string; account?: string },
) => {
  const { world } = server
  const environment = (await findEnvironment(world.db, sandboxCredentials.app.environmentId))!
  await insertMailTemplate(world.db, {
    ...{ id: world.ids.uuid(), tenantId: environment.tenantId, applicationId: environment.applicationId },
    ...{ environmentId: environment.id, language: null, variables: [], isActive: true, createdAt: 1, updatedAt: 1 },
    ...words,
  })
  await queueMail(contextFor(world), world.db, environment, 'invitation', 'guest@example.test', letter)
  const { text } = await server.send('GET /sandbox/mailbox.json?to=guest@example.test')
  return (JSON.parse(text) as { messages: { subject: string; html: string; text: string; link: string }[] })
    .messages[0]!
}

const letter = { link: 'https://auth.test/x?a=1&b=2', minutes: 60 }

it('goes out in our own words where a template names what the mail does not have, and the log says so', async () => {
  const broken = { name: 'invitation' as const, subject: '{{nickname}}', htmlBody: '<p>{{link}}</p>', textBody: null }
  const sent = await mail(broken, letter)
  expect(sent.subject).toMatch(/^You are invited to /)
  expect(sent.text).toContain(letter.link)
  const said = server.logs.filter(({ msg }) => /template cannot be filled/.test(String(msg)))
  expect(said).toMatchObject([{ level: 'warn', kind: 'invitation' }])
  expect(server.logText()).not.toContain(letter.link)
})

it('fills a value in once, and escapes it where it stands in HTML', async () => {
  const words = {
    ...{ name: 'invitation' as const, subject: '{{inviter}} invites you', textBody: '{{inviter}} {{link}}' },
    htmlBody: '<p title="{{inviter}}">{{inviter}} <a href="{{link}}">x</a></p>',
  }
  const sent = await mail(words, { ...letter, inviter: '"><script>{{link}}</script> $& visit evil.example' })
  expect(sent.html).not.toContain('<script')
  expect(sent.html.split('auth.test')).toHaveLength(2)
  expect(sent.html).toContain('href="https://auth.test/x?a=1&#38;b=2"')
  expect(sent.text).toContain('{{link}}')
  expect(sent.text).toContain('$& visit evil.\u200bexample')
})

it.each(mailNames)('%s has words of ours that are good as a template', async (name: MailName) => {
  const words = usualWords(name)
  expect((await checkedWords(name, words)).htmlBody).not.toMatch(/<(style|html|body|script)/)
})
