// What the pages of the console are made of: headings, notices, facts, dialogs.
import { copyButton, el } from './dom.js'
import { isSignedIn, wordsOf } from './api.js'
import { form } from './forms.js'

export { el }

const view = () => document.getElementById('view')
const said = document.getElementById('said')

/** Tells what was done; a screen reader hears it, too. */
export const say = (text) => (said.textContent = text)

/** Puts a page in place of the one before. Whoever comes by keyboard begins at its heading. */
export const show = (title, ...content) => {
  const heading = el('h1', { tabindex: '-1' }, title)
  view().replaceChildren(heading, ...content.flat().filter(Boolean))
  document.title = `${title} · Admin console`
  heading.focus({ preventScroll: true })
  scrollTo(0, 0)
}

export const section = (title, ...content) => {
  const id = `section-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  return el('section', { class: 'panel', 'aria-labelledby': id }, el('h2', { id }, title), ...content)
}

export const aside = (text) => el('p', { class: 'aside' }, text)

export const alertOf = (error) => el('p', { class: 'problem', role: 'alert' }, wordsOf(error))

/**
 * Reads what a page needs, and says so meanwhile. `make` gets it; a failure is shown, with a way to try again. Where one has gone
 * elsewhere before the answer came, nothing is made of it: it would change the page where they are.
 */
export const reading = (read, make) => {
  const place = el('div', { 'aria-busy': 'true' }, el('p', { role: 'status' }, 'Reading…'))
  const begin = async () => {
    try {
      const answer = await read()
      if (place.isConnected) place.replaceChildren(...[make(answer)].flat(Infinity).filter(Boolean))
    } catch (error) {
      const again = button('Try again', () => {
        place.replaceChildren(el('p', { role: 'status' }, 'Reading…'))
        place.setAttribute('aria-busy', 'true')
        void begin()
      })
      place.replaceChildren(alertOf(error), el('p', {}, again))
    }
    place.removeAttribute('aria-busy')
  }
  void begin()
  return place
}

export const button = (label, act, { of, strong, danger } = {}) => {
  const look = `button${strong ? ' button-strong' : ''}${danger ? ' button-danger' : ''}`
  return el('button', { type: 'button', class: look, 'aria-label': of && `${label}: ${of}`, onclick: act }, label)
}

/** Does something at a press; while it goes on no second press counts, and a failure is shown beside the button. */
export const act = (label, work, options = {}) => {
  const pressed = button(
    label,
    async () => {
      // Not `disabled`: that would take the focus away.
      if (pressed.ariaDisabled === 'true') return
      pressed.ariaDisabled = 'true'
      pressed.parentElement?.querySelector('.problem')?.remove()
      try {
        await work()
      } catch (error) {
        pressed.after(alertOf(error))
      }
      pressed.ariaDisabled = null
    },
    options,
  )
  return pressed
}

export const facts = (entries) =>
  el(
    'dl',
    { class: 'facts' },
    entries.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value ?? 'none'))),
  )

export const code = (text) => el('code', {}, text)

/** A value to be taken elsewhere. */
export const copied = (label, text) => {
  const value = code(text)
  return el('span', { class: 'copied' }, value, ' ', copyButton(value, label))
}

export const moment = (iso) => {
  if (!iso) return 'never'
  const words = new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return el('time', { datetime: iso, title: iso }, words)
}

export const yesNo = (is) => (is ? 'yes' : 'no')

export const tag = (text, kind) => el('span', { class: `tag${kind ? ` tag-${kind}` : ''}` }, text)

/** Each dialog that is open -> what had the focus before it, and before the dialog that it was opened from. */
const focusBefore = new WeakMap()

/** How many there have been: each has an id of its own, as two can be open. */
let dialogs = 0

const dialog = (title, ...content) => {
  const id = `dialog-title-${(dialogs += 1)}`
  const made = el('dialog', { 'aria-labelledby': id }, el('h2', { id }, title), ...content)
  const from = document.activeElement
  const before = [from, ...(focusBefore.get(from?.closest('dialog')) ?? [])]
  focusBefore.set(made, before)
  made.addEventListener('close', () => {
    made.remove()
    before.find((element) => element?.isConnected)?.focus()
  })
  document.body.append(made)
  made.showModal()
  return made
}

/**
 * Asks for the name of what is about to be gone, and does it: true once it is done. A failure is shown where it was asked.
 */
export const confirmByName = ({ title, text, name, action, fields = [], run }) =>
  new Promise((resolve) => {
    let isDone = false
    const typed = { name: 'typed', label: `Type ${name} to confirm`, autocomplete: 'off', required: true }
    const asked = form([...fields, typed], {
      submit: action,
      danger: true,
      onSubmit: async (values) => {
        await run(values)
        isDone = true
        opened.close()
      },
    })
    const pressed = asked.querySelector('[type=submit]')
    pressed.disabled = true
    asked.elements.typed.addEventListener('input', () => (pressed.disabled = asked.elements.typed.value !== name))
    asked.querySelector('.buttons').append(button('Cancel', () => opened.close()))
    const opened = dialog(title, el('p', {}, text), asked)
    opened.addEventListener('close', () => resolve(isDone))
  })

/**
 * Shows what is shown once, until it is put away. Called as soon as it is there, also where the dialog that asked for it was closed
 * meanwhile; but nothing is shown to whoever has signed out.
 */
export const showOnce = (title, text, entries) =>
  new Promise((resolve) => {
    if (!isSignedIn()) return resolve()
    const close = button('I have kept it', () => opened.close(), { strong: true })
    const opened = dialog(
      title,
      el('p', {}, text),
      facts(entries.map(([name, value]) => [name, copied(name, value)])),
      el('p', { class: 'buttons' }, close),
    )
    // Nobody closes it by a slip of the finger. A browser lets a page prevent that once only; `closedby` is for good.
    opened.setAttribute('closedby', 'none')
    opened.addEventListener('cancel', (event) => event.preventDefault())
    opened.addEventListener('close', () => resolve())
  })

/** Asks something in a dialog: what was typed goes to `run`. True once that is done. */
export const askFor = ({ title, text, fields, action, run, instead }) =>
  new Promise((resolve) => {
    let isDone = false
    const asked = form(fields, {
      submit: action,
      onSubmit: async (values) => {
        await run(values)
        isDone = true
        opened.close()
      },
    })
    asked.querySelector('.buttons').append(button('Cancel', () => opened.close()))
    const other =
      instead &&
      act(instead.label, async () => {
        await instead.run()
        isDone = true
        opened.close()
      })
    const opened = dialog(title, text && el('p', {}, text), asked, other && el('p', {}, other))
    opened.addEventListener('close', () => resolve(isDone))
  })
