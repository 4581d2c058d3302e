// Fills the console and keeps it filled, by the operations of the contract.
const one = (selector) => document.querySelector(selector)
const all = (selector) => document.querySelectorAll(selector)

const element = (name, { text, ...attributes } = {}, ...children) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const say = (text) => (one('[data-said]').textContent = text)

/** Answers the body, or says what the service said and answers nothing. */
const call = async (method, path, body) => {
  try {
    const answer = await fetch(path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const said = await answer.json()
    if (answer.ok) return said
    say(`${said.title ?? answer.status}. ${said.detail ?? ''}`)
  } catch {
    say('The server did not answer. Is it still running?')
  }
  return undefined
}

const cell = (label, ...content) => element('td', { 'data-label': label }, ...content)
const text = (label, value) => element('td', { 'data-label': label, text: value })
const code = (value) => element('code', { text: value })

const button = (label, name, act) => {
  const made = element('button', {
    type: 'button',
    class: 'button small',
    text: label,
    'aria-label': `${label}: ${name}`,
  })
  made.addEventListener('click', () => act(made))
  return made
}

/** What cannot be taken back takes a second press. */
const sure = (act) => (pressed) => {
  if (pressed.dataset.armed) return act()
  const [label, name] = [pressed.textContent, pressed.getAttribute('aria-label')]
  pressed.dataset.armed = 'yes'
  pressed.textContent = 'Press again'
  pressed.setAttribute('aria-label', name.replace(label, 'Press again'))
  setTimeout(() => {
    pressed.textContent = label
    pressed.setAttribute('aria-label', name)
    delete pressed.dataset.armed
  }, 4000)
}

const time = (iso) => new Date(iso).toLocaleTimeString()

// Rows that say the same stay as they are: nobody loses their place, what they have marked, or a press that waits for its second.
const saidBy = new WeakMap()
const draw = (list, rows, toRow) => {
  const body = one(`[data-list=${list}]`)
  const focused = body.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null
  const before = new Map([...body.children].map((row) => [saidBy.get(row), row]))
  const now = rows.map((row) => {
    const said = JSON.stringify(row)
    const made = before.get(said) ?? toRow(row)
    saidBy.set(made, said)
    return made
  })
  const staying = new Set(now)
  for (const row of [...body.children]) if (!staying.has(row)) row.remove()
  for (const [at, row] of now.entries())
    if (body.children[at] !== row) body.insertBefore(row, body.children[at] ?? null)
  one(`[data-none=${list}]`).hidden = rows.length > 0
  if (focused === null || body.contains(document.activeElement)) return
  const same = [...body.querySelectorAll('button')].find((two) => two.getAttribute('aria-label') === focused)
  ;(same ?? body.closest('.scroll')).focus()
}

// Requests
const log = { last: 0, shown: [], paused: false }
const most = 200

const matches = ({ operation, path, status, refusal }) => {
  const wanted = one('#filter').value.trim().toLowerCase()
  return `${operation} ${path} ${status} ${refusal}`.toLowerCase().includes(wanted)
}

/** What the contract writes in backquotes is code. */
const prose = (written) => written.split('`').map((part, at) => (at % 2 ? code(part) : part))

const choosers = { prefer: 'As its Prefer header asked.', fault: 'By a fault.' }

const requestRow = (request) => {
  const { at, method, path, operation, status, ms, refusal, detail, chosenBy, contract, requestId } = request
  const why = [
    ...(refusal === null ? [] : [element('p', { class: 'why' }, code(refusal), ` ${detail ?? ''}`)]),
    ...(chosenBy === null ? [] : [element('p', { class: 'why soft', text: choosers[chosenBy] })]),
  ]
  const row = element(
    'tr',
    { title: requestId },
    text('Time', time(at)),
    cell(
      'Request',
      element('p', {}, code(`${method} ${path}`)),
      element('p', { class: 'soft', text: operation ?? 'no operation' }),
    ),
    cell('Answer', element('span', { class: `status s${String(status)[0]}`, text: String(status) }), ` ${ms} ms`),
    cell('Contract', element('p', {}, ...prose(contract ?? 'The contract has no operation at this address.')), ...why),
  )
  return row
}

const drawRequests = () => draw('requests', log.shown.filter(matches), requestRow)

const readRequests = async () => {
  if (log.paused) return
  const answer = await fetch(`/sandbox/requests?after=${log.last}`)
  const { requests } = await answer.json()
  if (requests.length === 0) return
  log.last = requests.at(-1).number
  log.shown = [...requests.reverse(), ...log.shown].slice(0, most)
  drawRequests()
}

one('#filter').addEventListener('input', drawRequests)
one('[data-filter]').addEventListener('submit', (event) => event.preventDefault())
one('[data-pause]').addEventListener('click', ({ currentTarget }) => {
  log.paused = !log.paused
  currentTarget.setAttribute('aria-pressed', String(log.paused))
  currentTarget.textContent = log.paused ? 'Go on' : 'Pause'
})
one('[data-clear]').addEventListener('click', () => {
  log.shown = []
  drawRequests()
})

// What was made
const show = (title, values) => {
  one('[data-made-title]').textContent = title
  one('[data-made-values]').replaceChildren(
    ...Object.entries(values).flatMap(([name, value]) => [
      element('dt', { text: name }),
      element('dd', {}, code(Array.isArray(value) ? value.join(' ') : String(value))),
    ]),
  )
  one('[data-made]').hidden = false
  one('[data-made-close]').focus()
}
one('[data-made-close]').addEventListener('click', () => (one('[data-made]').hidden = true))

// People
const personRow = ({ id, email, verified, administrator, secondFactor }) =>
  element(
    'tr',
    {},
    text('Email', email),
    text('Kind', administrator ? 'administrator' : 'user'),
    text('Proven', verified ? 'yes' : 'no'),
    text('Second factor', secondFactor ? 'yes' : 'no'),
    cell(
      'Actions',
      button('Sign in as', email, async () => {
        const made = await call('POST', `/sandbox/users/${id}/sessions`)
        if (made) show(`Signed in as ${email}`, { surface: made.surface, session: made.sessionId, ...made.tokens })
        await readWorld()
      }),
      button('Second factor', email, async () => {
        const made = await call('POST', `/sandbox/users/${id}/second-factor`)
        if (made) show(`The second factor of ${email}`, made)
        await readWorld()
      }),
      button(
        'Delete',
        email,
        sure(async () => {
          if (await call('DELETE', `/sandbox/users/${id}`)) say(`${email} is gone.`)
          await readWorld()
        }),
      ),
    ),
  )

one('[data-create=people]').addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.currentTarget
  const { email, password, surface, verified } = Object.fromEntries(new FormData(form))
  const made = await call('POST', '/sandbox/users', { email, password, surface, verified: verified === 'true' })
  if (!made) return
  say(`${made.user.email} can sign in.`)
  one('#new-email').value = ''
  await readWorld()
})

const sessionRow = ({ id, email, surface, clientId, createdAt }) =>
  element(
    'tr',
    {},
    text('Email', email),
    text('Surface', surface),
    text('Client', clientId ?? 'none'),
    text('Since', time(createdAt)),
    cell(
      'Actions',
      button('Expire', `${email}, ${surface}, ${time(createdAt)}`, async () => {
        if (await call('POST', `/sandbox/sessions/${id}/expire`)) say(`A session of ${email} is over.`)
        await readWorld()
      }),
    ),
  )

const mailRow = ({ id, to, subject, code: digits, link }) => {
  const read = element('a', { href: `/sandbox/mailbox?id=${encodeURIComponent(id)}`, text: subject })
  const opens = link === null ? [] : [element('a', { href: link, rel: 'noreferrer', text: 'Open the link' })]
  return element(
    'tr',
    {},
    text('To', to),
    cell('Subject', read),
    cell('Code or link', ...(digits === null ? opens : [code(digits)])),
  )
}

const clientRow = ({ id, name, confidential, redirectUris, allowedOrigins }) =>
  element(
    'tr',
    {},
    cell(
      'Client',
      element('p', { text: name }),
      code(id),
      element('p', { class: 'soft', text: confidential ? 'confidential' : 'public' }),
    ),
    cell('Redirect URIs', ...redirectUris.map((uri) => element('p', {}, code(uri)))),
    cell('Origins', ...allowedOrigins.map((origin) => element('p', {}, code(origin)))),
  )

const faultRow = ({ operation, status, example, delayMs, times }) =>
  element(
    'tr',
    {},
    cell('Operation', code(operation)),
    text('Answer', [status, example].filter((part) => part !== null).join(' ') || 'its own'),
    text('Delay', `${delayMs} ms`),
    text('Times', String(times)),
  )

one('[data-create=faults]').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { operation, example, ...given } = Object.fromEntries(new FormData(event.currentTarget))
  const numbers = Object.entries(given).flatMap(([name, value]) => (value === '' ? [] : [[name, Number(value)]]))
  const fault = { operation, ...(example && { example }), ...Object.fromEntries(numbers) }
  if (await call('POST', '/sandbox/faults', fault)) say(`Set at ${operation}.`)
  await readWorld()
})
one('[data-end-faults]').addEventListener('click', async () => {
  const done = await call('DELETE', '/sandbox/faults')
  if (done) say(`${done.ended} ended.`)
  await readWorld()
})

// Clock
for (const advance of all('[data-advance]')) {
  advance.addEventListener('click', async () => {
    if (await call('POST', '/sandbox/clock', { advance: Number(advance.dataset.advance) })) say('The clock moved on.')
    await readWorld()
  })
}
one('[data-reset]').addEventListener('click', ({ currentTarget }) =>
  sure(async () => {
    if (await call('POST', '/sandbox/reset')) say('The world is as it was at first start.')
    await readWorld()
  })(currentTarget),
)

const readWorld = async () => {
  const get = async (path) => (await fetch(path)).json()
  const [people, sessions, mails, clients, faults, clock] = await Promise.all(
    ['users', 'sessions', 'mailbox.json', 'clients', 'faults', 'clock'].map((name) => get(`/sandbox/${name}`)),
  )
  draw('people', people.users, personRow)
  draw('sessions', sessions.sessions, sessionRow)
  draw('mails', mails.messages.slice(0, 10), mailRow)
  draw('clients', clients.clients, clientRow)
  draw('faults', faults.faults, faultRow)
  one('[data-clock]').textContent = new Date(clock.now).toLocaleString()
}

// A server that is away for a moment is no news, and nobody looks at a hidden page.
const every = (milliseconds, read) => {
  const round = async () => {
    if (!document.hidden) await read().catch(() => undefined)
    setTimeout(round, milliseconds)
  }
  void round()
}
every(1000, readRequests)
every(3000, readWorld)
