// Begins a sign-in with a verifier of this tab, and exchanges its code.
const kept = 'countersign sign-in'

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const secret = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

const begin = async (form, kind) => {
  const { client, url } = form.dataset
  const redirect = `${url}/callback`
  // The verifier is of this origin's tab, and the code arrives at the service's own address.
  if (location.origin !== new URL(url).origin) return location.assign(redirect)
  const [verifier, state] = [secret(), secret()]
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  sessionStorage.setItem(kept, JSON.stringify({ kind, verifier, state }))
  const challenge = { code_challenge: base64url(digest), code_challenge_method: 'S256' }
  const asked = {
    response_type: 'code',
    client_id: client,
    redirect_uri: redirect,
    scope: 'openid profile email',
    state,
  }
  location.assign(
    kind === 'project'
      ? `/auth/sign-in?${new URLSearchParams({ redirect, code_challenge: challenge.code_challenge })}`
      : `/oauth2/authorize?${new URLSearchParams({ ...asked, ...challenge })}`,
  )
}

for (const form of document.querySelectorAll('[data-begin]')) {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    begin(form, event.submitter.value).catch(({ message }) => {
      form.querySelector('[data-status]').textContent = `This browser could not: ${message}`
    })
  })
}

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? {}
  } catch {
    return {}
  }
}

const exchange = (form) => {
  const { code, kind } = form.dataset
  const { client_id, code_verifier } = Object.fromEntries(new FormData(form))
  if (kind === 'project') {
    return fetch('/api/auth/oauth/exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, code_verifier }),
    })
  }
  const redirect_uri = `${location.origin}/callback`
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier })
  return fetch('/oauth2/token', { method: 'POST', body })
}

for (const form of document.querySelectorAll('[data-exchange]')) {
  const { kind, verifier, state } = read()
  // Another sign-in's verifier opens nothing (RFC 6749 section 10.12).
  const isOurs =
    kind === form.dataset.kind && (kind === 'project' || state === new URLSearchParams(location.search).get('state'))
  form.hidden = false
  form.querySelector('[data-known]').hidden = !isOurs
  form.querySelector('[data-unknown]').hidden = isOurs
  if (isOurs) form.elements.code_verifier.value = verifier
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const status = form.querySelector('[data-status]')
    const shown = document.querySelector('[data-answer]')
    try {
      const answer = await exchange(form)
      shown.querySelector('code').textContent = JSON.stringify(await answer.json(), null, 2)
      shown.hidden = false
      status.textContent = answer.ok
        ? 'Signed in. The code is used up.'
        : `Refused with status ${answer.status}. A code is good once and for a minute: begin again where it was asked for.`
      if (answer.ok) sessionStorage.removeItem(kept)
    } catch {
      status.textContent = 'The server did not answer. Is it still running?'
    }
  })
}
