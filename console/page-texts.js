// What the hosted pages of an environment say in the place of our words, and how they look with it.
import { call, get, path } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { field } from './forms.js'
import { pageFrame } from './frames.js'
import { languages, nameOfLanguage } from './languages.js'
import { list } from './lists.js'
import { act, aside, askFor, el, reading, say, section } from './ui.js'

const pages = [
  ['sign_in', 'Sign in'],
  ['sign_up', 'Sign up'],
  ['forgot_password', 'A forgotten password'],
  ['verify', 'Proving the address'],
  ['second_factor', 'The second step'],
  ['consent', 'Letting an app in'],
  ['device', 'Letting a device in'],
  ['signed_out', 'Signed out'],
]

const isolated = (language, text) => el('bdi', { lang: language }, text)

/** It breaks between its words. */
const nameOf = ({ name }) =>
  el(
    'code',
    {},
    name.split(/(?<=_)/).flatMap((part) => [part, el('wbr')]),
  )

/** The texts of a language, each with what may be done with it. `changed` is called once one has changed. */
const textsOf = ({ at, language, changed }) => {
  /** What others have written meanwhile stays. */
  const replace = async (change) => {
    const { texts } = (await get(at)).data
    await call('PUT', at, { body: { texts: change(texts) } })
    listed.again()
    changed()
  }
  const edit = ({ name, usual, own }) =>
    askFor({
      title: `The text ${name}`,
      text: `Usually: ${usual}`,
      fields: [
        {
          name: 'text',
          label: 'In words of your own',
          type: 'long',
          value: own ?? usual,
          required: true,
          maxlength: 600,
          hint: 'Shown as it is written, never as HTML. What stands in double braces has to stay.',
        },
      ],
      action: 'Save',
      run: async ({ text }) => {
        await replace((texts) => ({ ...texts, [name]: text }))
        say(`${name} is yours now.`)
      },
    })
  const undo = async ({ name }) => {
    await replace(({ [name]: _, ...texts }) => texts)
    say(`${name} is as usual again.`)
  }
  const listed = list({
    label: 'Texts',
    columns: ['Text', 'What the pages say', 'Whose', 'Actions'],
    search: 'Search texts',
    matches: ({ name, usual, own }, words) => `${name} ${own ?? ''} ${usual}`.toLowerCase().includes(words),
    load: async () => {
      const { texts, usual } = (await get(at)).data
      const data = Object.entries(usual).map(([name, words]) => ({ name, usual: words, own: texts[name] }))
      // One's own come first.
      return { data: data.sort((a, b) => Number(b.own !== undefined) - Number(a.own !== undefined)) }
    },
    empty: 'The pages say nothing.',
    row: (text) => [
      nameOf(text),
      isolated(language, text.own ?? text.usual),
      text.own === undefined ? 'usual' : 'yours',
      el(
        'div',
        { class: 'buttons' },
        act('Change', () => edit(text), { of: text.name }),
        text.own !== undefined && act('As usual', () => undo(text), { of: text.name }),
      ),
    ],
  })
  return listed
}

const selectOf = (given, changed) => {
  const made = field({ type: 'select', ...given })
  made.querySelector('select').addEventListener('change', ({ target }) => changed(target.value))
  return made
}

const ofEnvironment = (app, environmentId) => {
  const chosen = { language: 'en', page: 'sign_in' }
  const texts = el('div', {})
  const preview = el('div', {})
  const at = () =>
    path`/api/platform/applications/${app.id}/environments/${environmentId}/page-texts/${chosen.language}`
  const look = () => {
    const { language, page } = chosen
    const title = `The page as it looks: ${pages.find(([name]) => name === page)[1]}, ${nameOfLanguage(language)}`
    preview.replaceChildren(
      reading(
        () => get(`${at()}/preview`, { page }),
        ({ html }) => pageFrame(html, title),
      ),
    )
  }
  const draw = () => {
    texts.replaceChildren(textsOf({ at: at(), language: chosen.language, changed: look }))
    look()
  }
  const language = selectOf(
    {
      name: 'language',
      label: 'Language',
      value: chosen.language,
      options: languages.map((tag) => [tag, nameOfLanguage(tag)]),
    },
    (value) => {
      chosen.language = value
      draw()
    },
  )
  const page = selectOf({ name: 'page', label: 'Page to show', value: chosen.page, options: pages }, (value) => {
    chosen.page = value
    look()
  })
  draw()
  return [
    section(
      'How it looks',
      aside('With a person and an app that are made up. Nothing on it works.'),
      el('div', { class: 'form bar' }, language, page),
      preview,
    ),
    section(
      'What the pages say',
      aside('In this language, where people sign up, sign in and let apps in. A change counts at once.'),
      texts,
    ),
  ]
}

export const pageTextsPage = (app) => perEnvironment(app, (environmentId) => ofEnvironment(app, environmentId))
