// Elements, in one expression.
export const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value)
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

/** Where a page has no clipboard, or may not write to it, that is a failure. */
const copy = async (text) => navigator.clipboard.writeText(text)

export const copyButton = (source, label) => {
  const button = el(
    'button',
    { type: 'button', class: 'copy', 'aria-live': 'polite', 'aria-label': `Copy ${label}` },
    'Copy',
  )
  button.addEventListener('click', async () => {
    button.textContent = await copy(source.textContent).then(
      () => 'Copied',
      () => 'Not copied: select it',
    )
    button.removeAttribute('aria-label')
    setTimeout(() => {
      button.textContent = 'Copy'
      button.setAttribute('aria-label', `Copy ${label}`)
    }, 2000)
  })
  return button
}
