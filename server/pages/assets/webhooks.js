// Lets the next messages fail, and shows those that have come since.
const form = document.querySelector('[data-failures]')
const status = document.querySelector('[data-newest-webhook]')

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const body = JSON.stringify({ failures: form.elements.failures.valueAsNumber })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/sandbox/webhooks/failures', { method: 'PUT', headers, body }).catch(() => undefined)
  status.textContent = answer?.ok ? 'So many of the next will fail.' : 'The sandbox did not take that.'
})

const look = async () => {
  if (document.hidden || form.contains(document.activeElement)) return
  const answer = await fetch('/sandbox/webhooks.json')
  const { received } = await answer.json()
  if (String(received[0]?.number ?? 0) !== status.dataset.newestWebhook) location.reload()
}

// A server that is away for a moment is no news.
setInterval(() => look().catch(() => undefined), 2000)
