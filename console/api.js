// Calls of the platform surface. Tokens live in the memory of this page and nowhere else: whoever closes it is signed out.

/** What came back in place of an answer: the contract's words, and what to do next. */
const problemOf = (status, said, headers) => ({
  status,
  type: said?.type ?? 'unavailable',
  title: said?.title ?? 'The server did not answer as it should',
  detail: said?.detail === said?.title ? '' : (said?.detail ?? ''),
  next: nextStep(status, said?.type, headers),
})

const nextStep = (status, type, headers) => {
  if (status === 0) return 'Check your connection, then try again.'
  if (status === 429) {
    const seconds = headers?.get('retry-after') ?? headers?.get('ratelimit-reset')
    return seconds ? `Try again in ${seconds} seconds.` : 'Wait a moment, then try again.'
  }
  if (status >= 500) {
    const id = headers?.get('x-request-id')
    return `Try again. If it goes on, tell whoever runs the service${id ? ` the number of the request: ${id}` : ''}.`
  }
  if (type === 'not_found') return 'Somebody may have removed it meanwhile. Go back to the list and read it again.'
  if (status === 401) return 'Sign in again.'
  return ''
}

const failure = (problem) => Object.assign(new Error(problem.title), { problem })

/** What the page itself has against what was typed, in the same words as a refusal of the server. */
export const refusal = (title, next) => failure({ title, next })

/** The words of a failure for people; a fault of this page is one too. */
export const wordsOf = (error) =>
  error.problem
    ? [error.problem.title, error.problem.detail, error.problem.next].filter(Boolean).map(asSentence).join(' ')
    : 'The page could not do that. Load it again, and tell whoever runs the service if it goes on.'

const asSentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** With `of`, the sign-in that they come from: an object of its own, which its refreshes keep. */
let tokens
/** The refresh that is under way, with the sign-in that it is for. */
let refreshing
/** What to do when the session is over, and who shows the proof that some changes need. */
const asks = { ended: () => undefined, proof: () => Promise.resolve(false) }

export const whenEnded = (act) => (asks.ended = act)
export const whenProofIsNeeded = (ask) => (asks.proof = ask)

export const isSignedIn = () => tokens !== undefined

const keep = ({ access_token: access, refresh_token: refresh }, of = {}) => (tokens = { access, refresh, of })

const send = async (method, path, { query = {}, body, bearer } = {}) => {
  const params = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''))
  const search = params.size > 0 ? `?${params}` : ''
  let answer
  try {
    answer = await fetch(path + search, {
      method,
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
  } catch {
    throw failure(problemOf(0, { type: 'unreachable', title: 'The server did not answer', detail: '' }))
  }
  const said = await answer.json().catch(() => undefined)
  if (answer.ok && said) return said
  throw failure(problemOf(answer.status, said, answer.headers))
}

/** Whether whoever had signed in then still has. */
const holds = (of) => of !== undefined && tokens?.of === of

/** One refresh at a time: a refresh token works once. What comes after its sign-in has ended is kept by nobody. */
const refresh = () => {
  const { refresh: refresh_token, of } = tokens
  if (refreshing?.of === of) return refreshing.done
  const begun = { of }
  begun.done = send('POST', '/api/platform/auth/refresh', { body: { refresh_token } })
    .then((said) => (holds(of) ? void keep(said, of) : end(said.refresh_token)))
    .finally(() => refreshing === begun && (refreshing = undefined))
  refreshing = begun
  return begun.done
}

const isOver = (error) => error.problem?.status === 401

/** A path with what is put into it made safe for one. */
export const path = (parts, ...values) =>
  parts.reduce((whole, part, index) => whole + encodeURIComponent(values[index - 1]) + part)

/** Calls an operation as the administrator who is signed in. Tokens are renewed and proofs asked for where it takes that. */
export const call = async (method, to, sent = {}) => {
  const { access: bearer, of } = tokens ?? {}
  try {
    const said = await send(method, to, { ...sent, bearer })
    // What was asked for by who has left meanwhile is nobody's, whoever is here by now.
    if (of && !holds(of))
      throw failure(problemOf(401, { type: 'ended', title: 'You have signed out since', detail: '' }))
    return said
  } catch (error) {
    if (isOver(error) && holds(of) && !sent.again) {
      try {
        // Another call may have renewed them meanwhile.
        if (tokens.access === bearer) await refresh()
      } catch (ending) {
        if (!isOver(ending)) throw ending
        // Others may have waited for the same refresh, or somebody has signed in since.
        if (holds(of)) {
          tokens = undefined
          asks.ended()
        }
        throw error
      }
      if (!holds(of)) throw error
      return call(method, to, { ...sent, again: true })
    }
    if (error.problem?.type === 'reauthentication_required' && !sent.proven && holds(of) && (await asks.proof())) {
      if (!holds(of)) throw error
      return call(method, to, { ...sent, proven: true })
    }
    throw error
  }
}

export const get = (to, query) => call('GET', to, { query })
export const post = (to, body) => call('POST', to, { body })

/** Signs in, or says what a code has to be sent with. */
export const signIn = async (email, password) => {
  const said = await send('POST', '/api/platform/auth/login', { body: { email, password } })
  if (said.mfa_required) return { ticket: said.mfa_token, factors: said.factors }
  keep(said)
  return { user: said.user }
}

/** Answers with a code, or with what a passkey has signed. */
export const showFactor = async (mfa_token, answer) => {
  const said = await send('POST', '/api/platform/auth/mfa/challenge', { body: { mfa_token, ...answer } })
  keep(said)
  return said.user
}

/** What the authenticator is asked for that. */
export const askedOfPasskey = async (mfa_token) =>
  (await send('POST', '/api/platform/auth/mfa/challenge/options', { body: { mfa_token } })).data.request

/** Ends the session here and at the server. A page that goes away has no time to wait for the answer. */
export const signOut = ({ leaving = false } = {}) => {
  if (!tokens) return Promise.resolve()
  const { refresh: refresh_token } = tokens
  tokens = undefined
  return end(refresh_token, leaving)
}

const end = (refresh_token, leaving = false) =>
  fetch('/api/platform/auth/logout', {
    method: 'POST',
    credentials: 'omit',
    keepalive: leaving,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token }),
  }).catch(() => undefined)
