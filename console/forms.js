// Forms: fields with their labels and hints, one press at a time, and failures shown where they happened.
import { el } from './dom.js'
import { wordsOf } from './api.js'

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {'text' | 'email' | 'password' | 'number' | 'url' | 'search' | 'datetime-local' | 'select' | 'check' | 'lines' | 'long'} [type]
 * @property {string | boolean | number | readonly string[]} [value]
 * @property {string} [hint]
 * @property {readonly (readonly [string, string])[]} [options] Of a select: value and words.
 * @property {boolean} [required]
 * @property {string} [autocomplete]
 */

let made = 0

const inputOf = ({ name, type = 'text', value, options, label, hint, required, ...more }, id) => {
  const known = { id, name, required, 'aria-describedby': hint && `${id}-hint`, ...more }
  if (type === 'select') {
    const choices = options.map(([key, words]) => el('option', { value: key, selected: key === value }, words))
    return el('select', known, choices)
  }
  if (type === 'lines') return el('textarea', { rows: 3, spellcheck: 'false', ...known }, (value ?? []).join('\n'))
  if (type === 'long') return el('textarea', { rows: 8, spellcheck: 'false', ...known }, value ?? '')
  if (type === 'check') return el('input', { ...known, type: 'checkbox', checked: value })
  return el('input', { ...known, type, value })
}

export const field = (given) => {
  const id = `field-${(made += 1)}`
  const input = inputOf(given, id)
  const label = el('label', { for: id }, given.label)
  const hint = given.hint && el('small', { id: `${id}-hint` }, given.hint)
  return given.type === 'check'
    ? el('div', { class: 'field check' }, input, label, hint)
    : el('div', { class: 'field' }, label, input, hint)
}

/** What was typed, by name: lines as a list, checks as true or false, all else as text. */
export const valuesOf = (asked, fields) =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const input = asked.elements[name]
      if (type === 'check') return [name, input.checked]
      if (type !== 'lines') return [name, type === 'password' ? input.value : input.value.trim()]
      const lines = input.value.split('\n').map((line) => line.trim())
      return [name, lines.filter((line) => line !== '')]
    }),
  )

/** The field that a refusal is about: its `detail` begins with the name. */
const refused = (asked, fields, { problem }) => {
  const named = fields.find(
    ({ name }) => problem?.detail?.startsWith(`${name}:`) || problem?.detail?.startsWith(`${name}.`),
  )
  return named && asked.elements[named.name]
}

/** @param {readonly Field[]} fields */
export const form = (fields, { submit, onSubmit, danger, inline }) => {
  const look = `button ${danger ? 'button-danger' : 'button-strong'}`
  const pressed = el('button', { type: 'submit', class: look }, submit)
  const place = el('div', { class: 'outcome' })
  const asked = el(
    'form',
    { class: inline ? 'form bar' : 'form' },
    fields.map(field),
    el('div', { class: 'buttons' }, pressed),
    place,
  )
  asked.addEventListener('submit', async (event) => {
    event.preventDefault()
    // Not `disabled`: that would take the focus away.
    if (pressed.disabled || pressed.ariaDisabled === 'true') return
    for (const input of asked.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid')
    place.replaceChildren()
    pressed.ariaDisabled = 'true'
    try {
      await onSubmit(valuesOf(asked, fields), asked)
    } catch (error) {
      place.replaceChildren(el('p', { class: 'problem', role: 'alert' }, wordsOf(error)))
      const input = refused(asked, fields, error)
      input?.setAttribute('aria-invalid', 'true')
      input?.focus()
    }
    pressed.ariaDisabled = null
  })
  return asked
}

/** Only what was typed: an empty field is not sent. */
export const given = (values) =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)),
  )
