// A mail as it looks, in a frame of its own that runs nothing, leads nowhere and fetches nothing.
import { el } from './ui.js'

/**
 * The policy of the page holds in the frame, too: a style attribute is refused, and a style that a script sets is not. The one style
 * sheet of our own mails has their colours for the dark.
 */
const withoutStyles = (html) =>
  html
    .replaceAll(/<style>[^<]*<\/style>/gi, '')
    .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/\sstyle=/gi, ' data-style='))

const tame = (body) => {
  for (const picture of body.querySelectorAll('img')) picture.replaceWith(`[${picture.alt || 'picture'}]`)
  for (const link of body.querySelectorAll('a[href]')) {
    link.title = link.getAttribute('href')
    link.removeAttribute('href')
    link.dataset.style = `text-decoration: underline; ${link.dataset.style ?? ''}`
  }
}

export const mailFrame = (html, title) => {
  const empty = '<!doctype html><title></title>'
  const frame = el('iframe', { class: 'mail', sandbox: 'allow-same-origin', title, srcdoc: empty })
  frame.addEventListener('load', () => {
    const mail = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
    tame(mail.body)
    const inside = frame.contentDocument
    inside.documentElement.lang = mail.documentElement.lang
    inside.documentElement.dir = mail.documentElement.dir
    inside.title = title
    inside.body.replaceChildren(...mail.body.childNodes)
    for (const element of inside.body.querySelectorAll('[data-style]')) element.style.cssText = element.dataset.style
  })
  return frame
}
