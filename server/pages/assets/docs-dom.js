// What the API reference shows, as elements: made by what the admin console makes its own with.
import { copyButton, el } from './admin/dom.js'

export { el }

/** A description: its words, and what stands in backticks as code. */
export const prose = (text = '') => text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? el('code', {}, part) : part))

/** Code with its name and a button to copy it. */
export const code = (label, text) => {
  const inside = el('code', {}, text)
  const pre = el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, inside)
  return el('figure', { class: 'code' }, el('figcaption', {}, label, copyButton(inside, label)), pre)
}
