// The words of mails: of an environment, or of the tenant for all of its applications.
import { call, get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { mailFrame } from './mail-frame.js'
import { act, aside, askFor, code, confirmByName, el, facts, reading, say, section, show, tag } from './ui.js'

/** Each mail -> the variables that its words need, and those that they may name besides. */
const mails = JSON.parse(document.getElementById('admin').dataset.mails)

const inBraces = (names) => names.map((name) => `{{${name}}}`).join(', ')

const variablesOf = (name) => {
  const { needed, others } = mails[name]
  return needed.length === 0
    ? `May name ${inBraces(others)}.`
    : `Needs ${inBraces(needed)}, may name ${inBraces(others)}.`
}

const wordFields = (template = {}) => [
  { name: 'subject', label: 'Subject', value: template.subject, required: true, maxlength: 200, autocomplete: 'off' },
  {
    name: 'htmlBody',
    label: 'HTML',
    type: 'long',
    value: template.htmlBody,
    required: true,
    maxlength: 20_000,
    hint: template.name ? variablesOf(template.name) : 'Cleaned when it is saved.',
  },
  {
    name: 'textBody',
    label: 'Plain text',
    type: 'long',
    value: template.textBody ?? '',
    maxlength: 10_000,
    hint: 'Empty: made of the HTML.',
  },
]

const languageField = (value) => ({
  name: 'language',
  label: 'Language',
  value,
  maxlength: 35,
  autocomplete: 'off',
  hint: 'Such as de or pt-BR. Empty: for everybody who asks for no language that there is.',
})

const nameOf = ({ name, language }) => (language ? `${name}, ${language}` : name)

/** The HTML in the answer is what will be sent: what may not be in a mail is gone. */
const saidAfter = (sent, { htmlBody }) =>
  sent.htmlBody === htmlBody ? 'The mail is saved.' : 'The mail is saved. Its HTML was cleaned: look at the preview.'

/** `all` is where the templates are; those of the tenant are neither made one by one nor deleted. */
const templatesOf = (all, { environmentId } = {}) => {
  const isOwn = environmentId !== undefined
  const one = ({ id }) => `${all}/${encodeURIComponent(id)}`
  const shown = el('div', {})
  const save = async (template, body) => {
    const { data } = await call('PATCH', one(template), { body })
    listed.again()
    return data
  }
  const change = (template) =>
    askFor({
      title: `Change ${nameOf(template)}`,
      fields: [...(isOwn ? [languageField(template.language ?? '')] : []), ...wordFields(template)],
      action: 'Save',
      run: async ({ language, textBody, ...values }) => {
        const body = { ...values, textBody: textBody || null, ...(isOwn && { language: language || null }) }
        const changed = await save(template, body)
        if (shown.firstChild) preview(changed)
        say(saidAfter(body, changed))
      },
    })
  const turn = async (template, isActive) => {
    await save(template, { isActive })
    say(isActive ? 'The mail goes out in these words.' : 'The mail goes out in the words before these.')
  }
  const remove = (template) =>
    confirmByName({
      title: `Delete ${nameOf(template)}`,
      text: 'The mail goes out in other words: those of the tenant where it has some, else the usual ones.',
      name: template.name,
      action: 'Delete the words',
      run: async () => {
        await call('DELETE', one(template))
        shown.replaceChildren()
        listed.again()
        say(`${nameOf(template)} is gone.`)
      },
    })
  const preview = (template) => {
    shown.replaceChildren(previewOf(template, `${one(template)}/preview`))
    shown.querySelector('h2').focus()
  }
  const listed = list({
    label: 'Mail templates',
    columns: ['Mail', 'Language', 'Subject', 'State', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'Every mail goes out in the usual words.',
    search: 'Search mails',
    matches: ({ name, subject }, words) => `${name} ${subject}`.toLowerCase().includes(words),
    row: (template) => [
      code(template.name),
      template.language ?? 'any',
      template.subject,
      template.isActive ? tag('on') : tag('off', 'off'),
      el(
        'div',
        { class: 'buttons' },
        act('Preview', () => preview(template), { of: nameOf(template) }),
        act('Change', () => change(template), { of: nameOf(template) }),
        template.isActive
          ? act('Switch off', () => turn(template, false), { of: nameOf(template) })
          : act('Switch on', () => turn(template, true), { of: nameOf(template) }),
        isOwn && act('Delete', () => remove(template), { of: nameOf(template), danger: true }),
      ),
    ],
  })
  return { listed, shown, preview }
}

const previewOf = (template, from) => {
  const made = section(
    `Preview of ${nameOf(template)}`,
    aside('Filled with values that are made up. Links lead nowhere, and pictures are not fetched.'),
    reading(
      () => get(from),
      ({ subject, html, text }) => [
        facts([['Subject', subject]]),
        mailFrame(html, `The mail ${nameOf(template)}`),
        el('details', {}, el('summary', {}, 'As plain text'), el('pre', { tabindex: '0' }, text)),
      ],
    ),
  )
  made.querySelector('h2').tabIndex = -1
  return made
}

const ofEnvironment = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/email-templates`
  const { listed, shown, preview } = templatesOf(all, { environmentId })
  const [first] = Object.keys(mails)
  const hint = aside(variablesOf(first))
  hint.setAttribute('role', 'status')
  const asked = form(
    [
      {
        name: 'name',
        label: 'Mail',
        type: 'select',
        value: first,
        options: Object.keys(mails).map((key) => [key, key]),
      },
      languageField(''),
      ...wordFields(),
    ],
    {
      submit: 'Write the mail',
      onSubmit: async (values, typed) => {
        const { data } = await post(all, { ...given(values), environmentId })
        typed.reset()
        hint.textContent = variablesOf(first)
        listed.again()
        preview(data)
        say(saidAfter(values, data))
      },
    },
  )
  asked.elements.name.addEventListener('change', () => (hint.textContent = variablesOf(asked.elements.name.value)))
  return [section('Mail templates', listed), shown, section('A mail in words of your own', hint, asked)]
}

const ofTenant = () => {
  const all = '/api/platform/email-templates'
  const { listed, shown } = templatesOf(all)
  const begin = async () => {
    const { message } = await post(`${all}/initialize`)
    listed.again()
    say(message)
  }
  return [
    section(
      'Mail templates',
      aside('For all applications that have no words of their own.'),
      listed,
      el('p', {}, act('Begin with the usual words', begin)),
    ),
    shown,
  ]
}

export const templatesPage = ({ app } = {}) =>
  app ? perEnvironment(app, (environmentId) => ofEnvironment(app, environmentId)) : show('Mails', ...ofTenant())
