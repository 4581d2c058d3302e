// A mail or a page as it looks, in a frame of its own that runs nothing, leads nowhere and fetches nothing from elsewhere.
import { el } from './ui.js'

/** `fill` gets the document of the frame once it is there. */
const quietFrame = (title, look, fill) => {
  const empty = '<!doctype html><title></title>'
  const frame = el('iframe', { class: look, sandbox: 'allow-same-origin', title, srcdoc: empty })
  frame.addEventListener('load', () => {
    fill(frame.contentDocument)
    frame.contentDocument.title = title
  })
  return frame
}

/** What was read of it, without what leads or reaches elsewhere; `dataset.style` is what each element is to look like. */
const take = (inside, read) => {
  for (const picture of read.body.querySelectorAll('img')) picture.replaceWith(`[${picture.alt || 'picture'}]`)
  for (const link of read.body.querySelectorAll('a[href]')) {
    link.title = link.getAttribute('href')
    link.removeAttribute('href')
    link.dataset.style = `text-decoration: underline; ${link.dataset.style ?? ''}`
  }
  inside.documentElement.lang = read.documentElement.lang
  inside.documentElement.dir = read.documentElement.dir
  inside.body.replaceChildren(...read.body.childNodes)
  inside.body.className = read.body.className
  for (const element of inside.body.querySelectorAll('[data-style]')) element.style.cssText = element.dataset.style
}

/**
 * The policy of the page holds in the frame, too: a style attribute is refused, and a style that a script sets is not. The one style
 * sheet of our own mails has their colours for the dark.
 */
const withoutStyles = (html) =>
  html
    .replaceAll(/<style>[^<]*<\/style>/gi, '')
    .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/\sstyle=/gi, ' data-style='))

export const mailFrame = (html, title) =>
  quietFrame(title, 'mail', (inside) => take(inside, new DOMParser().parseFromString(withoutStyles(html), 'text/html')))

/** The colours of an environment, which stand in a style element: the policy of the page refuses one, and takes a sheet. */
const colours = (inside, text) => {
  const sheet = new inside.defaultView.CSSStyleSheet()
  sheet.replaceSync(text)
  inside.adoptedStyleSheets = [sheet]
}

/** A page of ours, with its own style sheets. */
export const pageFrame = (html, title) =>
  quietFrame(title, 'hosted-page', (inside) => {
    const read = new DOMParser().parseFromString(
      html.replaceAll(/<style\b[^>]*>/gi, '<style type="text/plain">'),
      'text/html',
    )
    colours(inside, [...read.querySelectorAll('style')].map((style) => style.textContent).join('\n'))
    for (const element of read.querySelectorAll('script, style, iframe')) element.remove()
    for (const form of read.querySelectorAll('form')) form.removeAttribute('action')
    for (const pressed of read.querySelectorAll('button')) pressed.type = 'button'
    // Nothing on it works, so that nobody has to tab through it.
    for (const control of read.querySelectorAll('button, input, select, textarea, [tabindex]')) control.tabIndex = -1
    inside.head.append(...read.querySelectorAll('link[rel=stylesheet]'))
    take(inside, read)
  })
