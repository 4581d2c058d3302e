// The words of a mail while they are written, and how they come out before anything is saved.
import { get, post } from './api.js'
import { field, form, given, valuesOf } from './forms.js'
import { mailFrame } from './frames.js'
import { languages, nameOfLanguage } from './languages.js'
import { act, aside, el, facts, reading, section } from './ui.js'

/** Each mail -> the variables that its words need, and those that they may name besides. */
const mails = JSON.parse(document.getElementById('admin').dataset.mails)

const inBraces = (names) => names.map((name) => `{{${name}}}`).join(', ')

const variablesOf = (name) => {
  const { needed, others } = mails[name]
  return needed.length === 0
    ? `May name ${inBraces(others)}.`
    : `Needs ${inBraces(needed)}, may name ${inBraces(others)}.`
}

const wordFields = ({ subject, htmlBody, textBody }) => [
  { name: 'subject', label: 'Subject', value: subject, required: true, maxlength: 200, autocomplete: 'off' },
  {
    name: 'htmlBody',
    label: 'HTML',
    type: 'long',
    value: htmlBody,
    required: true,
    maxlength: 20_000,
    hint: 'Cleaned when it is saved.',
  },
  {
    name: 'textBody',
    label: 'Plain text',
    type: 'long',
    value: textBody ?? '',
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

const mailField = {
  name: 'name',
  label: 'Mail',
  type: 'select',
  value: Object.keys(mails)[0],
  options: Object.keys(mails).map((key) => [key, key]),
}

export const nameOf = ({ name, language }) => (language ? `${name}, ${language}` : name)

/** How a mail comes out; `read` asks for it. */
export const previewOf = (title, read) => {
  const made = section(
    `Preview of ${title}`,
    aside('Filled with values that are made up. Links lead nowhere, and pictures are not fetched.'),
    reading(read, ({ subject, html, text }) => [
      facts([['Subject', subject]]),
      mailFrame(html, `The mail ${title}`),
      el('details', {}, el('summary', {}, 'As plain text'), el('pre', { tabindex: '0' }, text)),
    ]),
  )
  made.querySelector('h2').tabIndex = -1
  return made
}

/** Puts a preview there, and leads to it. */
export const showPreview = (place, title, read) => {
  place.replaceChildren(previewOf(title, read))
  place.querySelector('h2').focus()
}

/**
 * A form for the words of a mail, with a look at them before `save` gets them, and `shown`, where that look is. `save` answers the
 * template as it is kept. Without one to change it is a new one. `environmentId` is null for those of the tenant, which have no language.
 */
export const mailEditor = ({ all, environmentId, template, submit, save }) => {
  const isOwn = environmentId !== null
  const shown = el('div', {})
  const hint = aside(variablesOf(template?.name ?? mailField.value))
  hint.setAttribute('role', 'status')
  const fields = [
    ...(template ? [] : [mailField]),
    ...(isOwn ? [languageField(template?.language ?? '')] : []),
    ...wordFields(template ?? {}),
  ]
  const asked = form(fields, {
    submit,
    onSubmit: async (values, typed) => {
      const saved = await save(values)
      if (!template) {
        typed.reset()
        hint.textContent = variablesOf(mailField.value)
      }
      showPreview(shown, nameOf(saved), () => get(`${all}/${encodeURIComponent(saved.id)}/preview`))
    },
  })
  const look = async () => {
    if (!asked.reportValidity()) return
    const { name = template?.name, language = '', ...words } = valuesOf(asked, fields)
    const body = { name, words: given(words), ...(isOwn && { environmentId, language: language || null }) }
    const answer = await post(`${all}/preview`, body)
    showPreview(shown, nameOf({ name, language }), () => Promise.resolve(answer))
  }
  asked.querySelector('.buttons').append(act('Preview', look))
  asked.elements.name?.addEventListener('change', () => (hint.textContent = variablesOf(asked.elements.name.value)))
  return { asked: [hint, asked], shown }
}

/** Any mail of an environment as it goes out now, in each language that there is. */
export const mailsOf = ({ all, environmentId }) => {
  const shown = el('div', {})
  const inner = reading(
    async () => (await get(all, { environmentId })).data,
    (templates) => {
      const tags = new Set([...languages, ...templates.flatMap(({ language }) => language ?? [])])
      const name = field({ ...mailField, label: 'Mail to show' })
      const language = field({
        name: 'language',
        label: 'Asked for in',
        type: 'select',
        value: 'en',
        options: [...tags].map((tag) => [tag, nameOfLanguage(tag)]),
      })
      const look = () => {
        const [mail, tag] = [name, language].map((one) => one.querySelector('select').value)
        const body = { name: mail, environmentId, language: tag }
        showPreview(shown, nameOf({ name: mail, language: tag }), () => post(`${all}/preview`, body))
      }
      return el('div', { class: 'form bar' }, name, language, el('div', { class: 'buttons' }, act('Show', look)))
    },
  )
  return [
    section('Mails as they go out', aside('In your words where there are some, else in the usual ones.'), inner),
    shown,
  ]
}
