import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'
const subject = 'Neues Passwort für {{appName}}'
const htmlBody = '<h1>Passwort</h1><p><a href="{{link}}">Neues Passwort</a>, in {{expiresIn}}.</p>'
const german = { name: 'reset_password_link', language: 'de', subject, htmlBody } as const

const longest = '&'.repeat(1000) + '\u{1f600}'.repeat(15_000 - htmlBody.length)

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  return { bearer: owner.access_token, app, stage: stageOf(app), path: { appId: app.id } }
}

const withTemplate = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { bearer, path, stage } = made
  const body = { ...german, environmentId: stage.id }
  const answer = await seeds.call('platform.createAppEmailTemplate', { bearer, path, body })
  const template = (answer?.body as Wire['EmailTemplateAnswer'] | undefined)?.data
  return { ...made, template, ofTemplate: { ...path, templateId: template?.id ?? nowhere } }
}

const withTenants = async (seeds: Seeds) => {
  const made = await withTemplate(seeds)
  const answer = await seeds.call('platform.initializeEmailTemplates', { bearer: made.bearer })
  const ofTenant = (answer?.body as Wire['EmailTemplatesInitialized'] | undefined)?.data ?? []
  const reset = ofTenant.find(({ name }) => name === 'reset_password_link')
  return { ...made, ofTenant, ofReset: { templateId: reset?.id ?? nowhere } }
}

type Made = Awaited<ReturnType<typeof shop>>

/** The mail that somebody gets who has forgotten their password. */
const resetMail = async (seeds: Seeds, made: Made, language?: string): Promise<Wire['Mail']> => {
  await seeds.appCaller(alice, made.stage.publishableKey)
  return resetAgain(seeds, made, language)
}

const resetAgain = async (seeds: Seeds, { stage }: Made, language?: string): Promise<Wire['Mail']> => {
  const headers = { 'x-publishable-key': stage.publishableKey, ...(language && { 'accept-language': language }) }
  await seeds.call('app.forgotPassword', { headers, body: { email: alice.email } })
  return seeds.mail(alice.email, 'reset_password_link')
}

const written = (wrong: Partial<Wire['CreateAppEmailTemplate']>, detail: string | RegExp) =>
  given<'platform.createAppEmailTemplate', Made>(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...german, environmentId: stage.id, ...wrong } }),
    expect: { error: 'invalid_request', detail },
  })

contract('platform.listAppEmailTemplates', {
  'lists those of the application': given(withTenants, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'templates' },
    then: async (_seeds, answer, { template }) => expect(answer.body).toEqual({ data: [template] }),
  }),
  'lists those of one environment': given(withTemplate, {
    send: ({ bearer, path, stage }) => ({ bearer, path, query: { environmentId: stage.id } }),
    expect: { status: 200, example: 'templates' },
    then: async (_seeds, answer, { template }) => expect(answer.body).toEqual({ data: [template] }),
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses nobody': given(shop, { send: ({ path }) => ({ path }), expect: { error: 'unauthorized' } }),
})

contract('platform.createAppEmailTemplate', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...german, environmentId: stage.id } }),
    expect: { error: 'email_not_verified' },
  }),
  'has the mail go out in these words to whoever asks for the language': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...german, environmentId: stage.id } }),
    expect: { status: 200, example: 'template' },
    then: async (seeds, answer, made) => {
      expect((answer.body as Wire['EmailTemplateAnswer']).data).toMatchObject({
        ...{ ...german, textBody: null, variables: ['link', 'appName', 'expiresIn'], isActive: true },
      })
      const mail = await resetMail(seeds, made, 'de-AT, en;q=0.5')
      expect(mail).toMatchObject({ subject: 'Neues Passwort für Shop' })
      expect(mail.html).toContain(`<a href="${mail.link!.replaceAll('&', '&#38;')}">Neues Passwort</a>, in 1 Stunde.`)
      expect(mail.text).toBe(`Passwort\n\nNeues Passwort <${mail.link}>, in 1 Stunde.\n`)
    },
  }),
  'leaves those who ask for another language our words': given(withTemplate, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...german, language: 'fr', environmentId: stage.id } }),
    expect: { status: 200, example: 'template' },
    then: async (seeds, _answer, made) =>
      expect((await resetMail(seeds, made, 'en')).subject).toBe('Choose a new Shop password'),
  }),
  'cleans the HTML': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: {
        ...german,
        htmlBody: `${htmlBody}<script>alert(1)</script><img src="javascript:x" onerror="alert(1)"><a href="javascript:x">no</a>`,
        environmentId: stage.id,
      },
    }),
    expect: { status: 200, example: 'template' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['EmailTemplateAnswer']).data.htmlBody).toBe(`${htmlBody}<img /><a>no</a>`),
  }),
  'refuses a variable that the mail does not have': written({ subject: '{{password}}' }, /subject: names {{password}}/),
  'refuses code': written({ htmlBody: `${htmlBody}{{#if x}}` }, /htmlBody: has double braces/),
  'refuses words without the link': written({ htmlBody: '<p>{{appName}}</p>' }, /htmlBody: lacks {{link}}/),
  'refuses a text without the link': written({ textBody: 'Go on.' }, /textBody: lacks {{link}}/),
  'refuses a variable that leads somewhere': written(
    { htmlBody: `${htmlBody}<a href="https://a.example/{{appName}}">x</a>` },
    /htmlBody: has a variable in href/,
  ),
  'refuses declared variables without one that is named': written({ variables: ['link'] }, /variables: lacks appName/),
  'refuses a variable of another mail': written({ variables: ['link', 'code'] }, /variables: has code/),
  'refuses what is too long once it is cleaned': written(
    { htmlBody: '&'.repeat(20_000) },
    'htmlBody: is longer than 20000 characters once it is cleaned',
  ),
  'takes what is as long as may be, and takes it again as it was read': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      // Each emoji is one character, each ampersand becomes five.
      body: { ...german, htmlBody: `${htmlBody}${longest}`, environmentId: stage.id },
    }),
    expect: { status: 200, example: 'template' },
    then: async (seeds, answer, { bearer, path }) => {
      const { id: templateId, htmlBody: read } = (answer.body as Wire['EmailTemplateAnswer']).data
      expect([...read]).toHaveLength(20_000)
      const sent = { bearer, path: { ...path, templateId }, body: { htmlBody: read } }
      expect((await seeds.call('platform.updateAppEmailTemplate', sent))?.body).toMatchObject({
        data: { htmlBody: read },
      })
    },
  }),
  'refuses what is nothing once it is cleaned': written({ htmlBody: '<script>1</script>' }, /htmlBody: says nothing/),
  'refuses a second one for the same mail and language': given(withTemplate, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...german, language: 'DE', environmentId: stage.id } }),
    expect: { error: 'email_template_exists' },
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { ...german, environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses more than one application may have': given(
    async (seeds) => {
      const made = await withTemplate(seeds)
      await seeds.allow({ mailTemplatesPerApplication: 1 })
      return made
    },
    {
      inside: 'quotas are set from within',
      send: ({ bearer, path, stage }) => ({
        bearer,
        path,
        body: { ...german, language: 'fr', environmentId: stage.id },
      }),
      expect: { error: 'quota_exceeded', detail: /Quota: 1 / },
    },
  ),
})

contract('platform.updateAppEmailTemplate', {
  'keeps the variables that were declared, and not named, where only something else changes': given(
    async (seeds) => {
      const made = await shop(seeds)
      const variables = ['link', 'appName', 'expiresIn', 'email']
      const body = { ...german, environmentId: made.stage.id, variables }
      const answer = await seeds.call('platform.createAppEmailTemplate', { bearer: made.bearer, path: made.path, body })
      const templateId = (answer?.body as Wire['EmailTemplateAnswer'] | undefined)?.data.id ?? nowhere
      return { bearer: made.bearer, path: { ...made.path, templateId } }
    },
    {
      send: (sent) => ({ ...sent, body: { isActive: false } }),
      expect: { status: 200, example: 'template' },
      then: async (_seeds, answer) =>
        expect((answer.body as Wire['EmailTemplateAnswer']).data.variables).toContain('email'),
    },
  ),
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, templateId: nowhere }, body: { subject } }),
    expect: { error: 'email_not_verified' },
  }),
  'changes only what is sent, and checks it as a whole': given(withTemplate, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate, body: { subject: 'Passwort' } }),
    expect: { status: 200, example: 'template' },
    then: async (_seeds, answer, { template }) =>
      expect((answer.body as Wire['EmailTemplateAnswer']).data).toMatchObject({
        ...{ id: template!.id, subject: 'Passwort', htmlBody, variables: ['link', 'expiresIn'] },
      }),
  }),
  'switches it off: our words go out': given(withTemplate, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate, body: { isActive: false } }),
    expect: { status: 200, example: 'template' },
    then: async (seeds, _answer, made) =>
      expect((await resetMail(seeds, made, 'de')).subject).toBe('Wählen Sie ein neues Passwort für Shop'),
  }),
  'refuses to make it one for a mail that has no such variables': given(withTemplate, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate, body: { name: 'welcome' } }),
    expect: { error: 'invalid_request', detail: /htmlBody: names {{link}}/ },
  }),
  'refuses the place of another one': given(
    async (seeds) => {
      const made = await withTemplate(seeds)
      const { bearer, path, stage } = made
      const body = { ...german, language: 'fr', environmentId: stage.id }
      await seeds.call('platform.createAppEmailTemplate', { bearer, path, body })
      return made
    },
    {
      send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate, body: { language: 'fr' } }),
      expect: { error: 'email_template_exists' },
    },
  ),
  'refuses one of the tenant itself': given(withTenants, {
    send: ({ bearer, path, ofReset }) => ({ bearer, path: { ...path, ...ofReset }, body: { isActive: false } }),
    expect: { error: 'email_template_not_found' },
  }),
})

contract('platform.deleteAppEmailTemplate', {
  'deletes it, once': given(withTemplate, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { bearer, ofTemplate }) => {
      const again = await seeds.call('platform.deleteAppEmailTemplate', { bearer, path: ofTemplate })
      expect(again?.status).toBe(404)
    },
  }),
})

contract('platform.previewAppEmailTemplate', {
  'shows the longest words that there can be': given(
    async (seeds) => {
      const made = await shop(seeds)
      const words = { subject: '{{appName}}'.repeat(18), htmlBody: `${'{{appName}}'.repeat(1800)}{{link}}` }
      const body = { name: 'reset_password_link', environmentId: made.stage.id, ...words } as const
      const answer = await seeds.call('platform.createAppEmailTemplate', { bearer: made.bearer, path: made.path, body })
      await seeds.call('platform.updateApplication', {
        bearer: made.bearer,
        path: made.path,
        body: { name: '&'.repeat(100) },
      })
      const templateId = (answer?.body as Wire['EmailTemplateAnswer'] | undefined)?.data.id ?? nowhere
      return { bearer: made.bearer, path: { ...made.path, templateId } }
    },
    { send: (sent) => sent, expect: { status: 200, example: 'preview' } },
  ),
  'shows it with values made up': given(withTemplate, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: ofTemplate }),
    expect: { status: 200, example: 'preview' },
    then: async (_seeds, answer) => {
      const { subject, html, text } = answer.body as Wire['EmailTemplatePreview']
      expect(subject).toBe('Neues Passwort für Shop')
      expect(html).toContain('<html lang="de">')
      expect(text).toMatch(/Neues Passwort <https?:\S+\/example>, in 15 Minuten\./)
    },
  }),
})

const words = { subject, htmlBody: `${htmlBody}<script>alert(1)</script>` }

contract('platform.previewAppMail', {
  'shows words as they would be saved, and keeps none': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: german.name, language: 'de', environmentId: stage.id, words },
    }),
    expect: { status: 200, example: 'preview' },
    then: async (seeds, answer, { bearer, path }) => {
      const { subject: said, html, text } = answer.body as Wire['EmailTemplatePreview']
      expect(said).toBe('Neues Passwort für Shop')
      expect(html).toContain('<html lang="de">')
      expect(html).not.toContain('script')
      expect(text).toContain('in 15 Minuten.')
      expect((await seeds.call('platform.listAppEmailTemplates', { bearer, path }))?.body).toEqual({ data: [] })
    },
  }),
  'shows our words in the language that is asked for': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: german.name, language: 'fr', environmentId: stage.id },
    }),
    expect: { status: 200, example: 'preview' },
    then: async (seeds, answer, made) => {
      const { subject: said, text } = answer.body as Wire['EmailTemplatePreview']
      const mail = await resetMail(seeds, made, 'fr')
      expect(said).toBe(mail.subject)
      expect(text).toContain('/example')
    },
  }),
  'shows the words that the application has for it': given(withTemplate, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: german.name, language: 'de-AT', environmentId: stage.id },
    }),
    expect: { status: 200, example: 'preview' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['EmailTemplatePreview']).subject).toBe('Neues Passwort für Shop'),
  }),
  'refuses words that would not be saved': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: german.name, environmentId: stage.id, words: { subject, htmlBody: '<p>Hello</p>' } },
    }),
    expect: { error: 'invalid_request', detail: /htmlBody: lacks {{link}}/ },
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: german.name, environmentId: nowhere, words } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.previewMailWords', {
  'shows words as they would be saved, and keeps none': given(shop, {
    send: ({ bearer }) => ({ bearer, body: { name: german.name, words } }),
    expect: { status: 200, example: 'preview' },
    then: async (seeds, answer, { bearer }) => {
      const { subject: said, html } = answer.body as Wire['EmailTemplatePreview']
      expect(said).toBe('Neues Passwort für Example')
      expect(html).not.toContain('script')
      const body = { name: german.name, words: { ...words, subject: 'Another' } }
      expect((await seeds.call('platform.previewMailWords', { bearer, body }))?.body).toMatchObject({
        subject: 'Another',
      })
      expect((await seeds.call('platform.listEmailTemplates', { bearer }))?.body).toEqual({ data: [] })
    },
  }),
  'refuses words that would not be saved': given(shop, {
    send: ({ bearer }) => ({ bearer, body: { name: german.name, words: { subject: '{{code}}', htmlBody } } }),
    expect: { error: 'invalid_request', detail: /subject: names {{code}}/ },
  }),
})

contract('platform.listEmailTemplates', {
  'lists those of the tenant': given(withTenants, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'templates' },
    then: async (_seeds, answer, { ofTenant }) => expect(answer.body).toEqual({ data: ofTenant }),
  }),
  'refuses nobody': { send: {}, expect: { error: 'unauthorized' } },
})

contract('platform.initializeEmailTemplates', {
  'makes one for each mail, in our own words': given(shop, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'initialized' },
    then: async (seeds, answer, made) => {
      const { data } = answer.body as Wire['EmailTemplatesInitialized']
      expect(data).toHaveLength(29)
      expect(data.every(({ isActive }) => isActive)).toBe(true)
      expect(data).toContainEqual(
        expect.objectContaining({ name: 'reset_password_link', subject: 'Choose a new {{appName}} password' }),
      )
      const mail = await resetMail(seeds, made)
      expect(mail).toMatchObject({ subject: 'Choose a new Shop password' })
      expect(mail.text).toContain(`\n${mail.link}\n`)
      expect(mail.html).toContain('>Choose a new password</a>')
    },
  }),
  'makes only those that are missing': given(withTenants, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'initialized' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [], message: '0 templates were made.' }),
  }),
})

contract('platform.updateEmailTemplate', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer }) => ({ bearer, path: { templateId: nowhere }, body: { subject } }),
    expect: { error: 'email_not_verified' },
  }),
  'changes the words of all applications that have none of their own': given(withTenants, {
    send: ({ bearer, ofReset }) => ({ bearer, path: ofReset, body: { subject: 'A new password' } }),
    expect: { status: 200, example: 'template' },
    then: async (seeds, _answer, made) => {
      expect((await resetMail(seeds, made, 'en')).subject).toBe('A new password')
      await seeds.wait(120)
      expect((await resetAgain(seeds, made, 'de')).subject).toBe('Neues Passwort für Shop')
    },
  }),
  'refuses a variable that the mail does not have': given(withTenants, {
    send: ({ bearer, ofReset }) => ({ bearer, path: ofReset, body: { subject: '{{code}}' } }),
    expect: { error: 'invalid_request', detail: /subject: names {{code}}/ },
  }),
})

contract('platform.previewEmailTemplate', {
  'shows it with values made up': given(withTenants, {
    send: ({ bearer, ofReset }) => ({ bearer, path: ofReset }),
    expect: { status: 200, example: 'preview' },
    then: async (_seeds, answer) => {
      const { subject, html, text } = answer.body as Wire['EmailTemplatePreview']
      expect(subject).toBe('Choose a new Example password')
      for (const part of [html, text]) {
        expect(part).toContain('Example')
        expect(part).toMatch(/https?:\S+\/example\b/)
        expect(part).not.toContain('{{')
      }
    },
  }),
  'refuses one of an application': given(withTenants, {
    send: ({ bearer, ofTemplate }) => ({ bearer, path: { templateId: ofTemplate.templateId } }),
    expect: { error: 'email_template_not_found' },
  }),
})
