// What the pages gain when scripts run: copy buttons, local times, sandbox controls, news of arriving mail.
const all = (selector, root = document) => root.querySelectorAll(selector)

const copy = async (source) => {
  try {
    await navigator.clipboard.writeText(source.textContent)
  } catch {
    // Without https or localhost there is no clipboard API; the selection still can be copied.
    getSelection().selectAllChildren(source)
    document.execCommand('copy')
  }
}

for (const button of all('[data-copy]')) {
  const source = button.closest('figure, tr, .value').querySelector('[data-copied]')
  button.hidden = false
  button.setAttribute('aria-live', 'polite')
  const name = button.getAttribute('aria-label')
  button.addEventListener('click', async () => {
    await copy(source)
    button.textContent = 'Copied'
    button.removeAttribute('aria-label')
    setTimeout(() => {
      button.textContent = 'Copy'
      if (name) button.setAttribute('aria-label', name)
    }, 2000)
  })
}

for (const time of all('time')) {
  const at = new Date(time.dateTime)
  if (Number.isNaN(at.valueOf())) continue
  time.title = time.textContent.trim()
  time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

const send = async (form, name, value) => {
  const status = document.querySelector('[data-status]')
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      ...(name && { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ [name]: Number(value) }) }),
    })
    status.textContent = answer.ok ? form.dataset.done : `Refused with status ${answer.status}.`
  } catch {
    status.textContent = 'The server did not answer. Is it still running?'
  }
}

for (const block of all('[data-controls]')) block.hidden = false

for (const form of all('[data-json]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const button = event.submitter
    // What empties the world takes a second press.
    if ('sure' in form.dataset && !button.dataset.armed) {
      const label = button.textContent
      button.dataset.armed = label
      button.textContent = 'Press again to reset'
      setTimeout(() => {
        button.textContent = label
        delete button.dataset.armed
      }, 4000)
      return
    }
    void send(form, button.name, button.value)
  })
}

const arrived = document.querySelector('[data-newest]')

const look = async () => {
  if (document.hidden || arrived.firstChild) return
  const { newest, to } = arrived.dataset
  const answer = await fetch(`/sandbox/mailbox.json${to ? `?to=${encodeURIComponent(to)}` : ''}`)
  const { messages } = await answer.json()
  if (!messages[0] || messages[0].id === newest) return
  const link = document.createElement('a')
  link.href = `/sandbox/mailbox${to ? `?to=${encodeURIComponent(to)}` : ''}`
  link.textContent = 'New mail has arrived. Show it'
  arrived.append(link)
}

// A server that is away for a moment is no news.
if (arrived) setInterval(() => look().catch(() => undefined), 3000)
