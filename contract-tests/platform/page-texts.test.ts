// An owner's own words for the hosted pages: as data, held to what the usual ones name.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { wordsOf } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'
const texts = { sign_in_to: 'Willkommen bei {{app}}', sign_in: 'Hinein <b>&', show: 'Zeig "es"' }

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  const path = { appId: app.id, environmentId: stageOf(app).id, language: 'de' } as const
  return { bearer: owner.access_token, path }
}
type Made = Awaited<ReturnType<typeof shop>>

const withTexts = async (seeds: Seeds) => {
  const made = await shop(seeds)
  await seeds.call('platform.replaceAppPageTexts', { ...made, body: { texts } })
  return made
}

const read = async (seeds: Seeds, made: Made, language: 'de' | 'fr' = 'de') => {
  const answer = await seeds.call('platform.getAppPageTexts', { ...made, path: { ...made.path, language } })
  return (answer?.body as Wire['PageTextsAnswer'] | undefined)?.data
}
const preview = async (seeds: Seeds, made: Made) => {
  const answer = await seeds.call('platform.previewAppPage', { ...made, query: { page: 'sign_in' } })
  return (answer?.body as Wire['PagePreview'] | undefined)?.html ?? ''
}

const refused = (wrong: Record<string, string>, detail: string | RegExp) =>
  given<'platform.replaceAppPageTexts', Made>(withTexts, {
    send: (made) => ({ ...made, body: { texts: wrong } }),
    expect: { error: 'invalid_request', detail },
    // All of them or none.
    then: async (seeds, _answer, made) => expect((await read(seeds, made))?.texts).toEqual(texts),
  })

contract('platform.getAppPageTexts', {
  'gives the environment’s own, and all that is said without them': given(withTexts, {
    send: (made) => made,
    expect: {
      status: 200,
      example: 'page_texts',
      body: ({ data }) => {
        expect(data).toMatchObject({ language: 'de', texts, usual: { sign_in: 'Anmelden' } })
        expect(Object.keys(data.usual).length).toBeGreaterThan(200)
      },
    },
  }),
  'knows none where none were written': given(withTexts, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, language: 'fr' as const } }),
    expect: { status: 200, example: 'page_texts', body: ({ data }) => expect(data.texts).toEqual({}) },
  }),
  'refuses a language that the pages do not speak': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, language: 'nl' as 'de' } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses an application of nobody': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, appId: nowhere } }),
    expect: { error: 'application_not_found' },
  }),
  'refuses nobody': given(shop, { send: ({ path }) => ({ path }), expect: { error: 'unauthorized' } }),
})

contract('platform.replaceAppPageTexts', {
  'has the pages say so, and nothing of it is markup': given(shop, {
    send: (made) => ({ ...made, body: { texts } }),
    expect: { status: 200, example: 'page_texts', body: ({ data }) => expect(data.texts).toEqual(texts) },
    then: async (seeds, answer, made) => {
      expect(answer.body).toEqual({ data: await read(seeds, made) })
      const html = await preview(seeds, made)
      expect(wordsOf(html)).toContain('Willkommen bei Example')
      expect(html).toContain('Hinein &lt;b&gt;&amp;</button>')
      expect(html).toContain('data-show="Zeig &quot;es&quot;"')
      expect(html).toContain('Passwort vergessen?')
    },
  }),
  'replaces all of them, so that none takes them all back': given(withTexts, {
    send: (made) => ({ ...made, body: { texts: {} } }),
    expect: { status: 200, example: 'page_texts', body: ({ data }) => expect(data.texts).toEqual({}) },
    then: async (seeds, _answer, made) => expect(wordsOf(await preview(seeds, made))).toContain('Bei Example anmelden'),
  }),
  'leaves the other languages alone': given(withTexts, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, language: 'fr' as const }, body: { texts: {} } }),
    expect: { status: 200, example: 'page_texts' },
    then: async (seeds, _answer, made) => expect((await read(seeds, made))?.texts).toEqual(texts),
  }),
  'refuses a text that there is not': refused({ sign_inn: 'x' }, 'texts.sign_inn: is none of the texts that there are'),
  'refuses a name of what every object has': refused({ constructor: 'x' }, 'texts.constructor: is none of the texts'),
  'refuses a text that lacks what the usual one names': refused(
    { sign_in: 'Los', app_asks_to: '{{email}} {{app}}' },
    'texts.app_asks_to: has to name {{destination}}',
  ),
  'refuses a text that names something else': refused(
    { sign_in: 'Los, {{password}}' },
    'texts.sign_in: names {{password}}, which it is not given',
  ),
  'refuses braces that are no name': refused({ sign_in: 'Los {{#if x}}' }, /texts\.sign_in: has double braces/),
  'refuses what turns the text around it': refused({ sign_in: 'Los\u202e' }, /texts/),
  'refuses an empty text': refused({ sign_in: '' }, /texts/),
  'refuses a text that is too long': refused({ sign_in: 'x'.repeat(601) }, /texts/),
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const { bearer, path, stage } = await newcomersShop(seeds)
      return { bearer, path: { ...path, environmentId: stage.id, language: 'de' as const } }
    },
    { send: (made) => ({ ...made, body: { texts } }), expect: { error: 'email_not_verified' } },
  ),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, environmentId: nowhere }, body: { texts } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses an application of nobody': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, appId: nowhere }, body: { texts } }),
    expect: { error: 'application_not_found' },
  }),
  'refuses nobody': given(shop, {
    send: ({ path }) => ({ path, body: { texts } }),
    expect: { error: 'unauthorized' },
  }),
})

const pages = [
  ['sign_in', 'Willkommen bei Example'],
  ['sign_up', 'Legen Sie Ihr Konto an'],
  ['forgot_password', 'Passwort vergessen?'],
  ['verify', 'Wir haben einen Code an person@example.test gesendet.'],
  ['second_factor', 'In diesem Browser 30 Tage lang nicht mehr fragen'],
  ['consent', 'Sie sind als person@example.test angemeldet. Die App Example unter app.example.test möchte:'],
  ['device', 'Ein Gerät, das den Code BCDF-GHJK anzeigt, möchte Example in Ihrem Namen verwenden und:'],
  ['signed_out', 'Sie sind abgemeldet'],
] as const

contract('platform.previewAppPage', {
  ...Object.fromEntries(
    pages.map(([page, words]) => [
      `shows ${page} in the words, the name and the language of the environment`,
      given<'platform.previewAppPage', Made>(withTexts, {
        send: (made) => ({ ...made, query: { page } }),
        expect: {
          status: 200,
          example: 'page_preview',
          body: ({ title, html }) => {
            expect(title).toMatch(/ · Shop$/)
            expect(html).toContain('<html lang="de" dir="ltr">')
            expect(wordsOf(html)).toContain(words)
          },
        },
      }),
    ]),
  ),
  'refuses a page that there is not': given(shop, {
    send: (made) => ({ ...made, query: { page: 'nothing' } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, environmentId: nowhere }, query: { page: 'verify' } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses an application of nobody': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, appId: nowhere }, query: { page: 'verify' } }),
    expect: { error: 'application_not_found' },
  }),
  'refuses nobody': given(shop, {
    send: ({ path }) => ({ path, query: { page: 'sign_in' } }),
    expect: { error: 'unauthorized' },
  }),
})
