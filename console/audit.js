// What has happened, narrowed, page by page, and taken out as a file.
import { get, path } from './api.js'
import { field } from './forms.js'
import { list } from './lists.js'
import { act, button, code, el, moment, reading, say, section, show } from './ui.js'

/** More than anybody reads as a file of a browser; the operator's command has no such end. */
const most = 100_000

export const auditPage = ({ app, query, within }) => {
  const all = app ? path`/api/platform/applications/${app.id}/audit-logs` : '/api/platform/audit-logs'
  const page = reading(
    async () => (await get('/api/platform/members')).data,
    (members) => {
      const filters = filtersOf(app, members, query)
      const wish = () => wishOf(filters)
      const listed = list({
        label: 'What has happened',
        columns: ['When', 'What', 'Who', 'About', 'From', 'More'],
        load: ({ search: _, page: number, ...asked }) => get(all, { ...wish(), ...asked, page: number }),
        empty: 'Nothing of that kind has happened, or it is longer ago than it is kept.',
        row: rowOf,
      })
      filters.addEventListener('submit', (event) => {
        event.preventDefault()
        listed.restart()
      })
      return [section('Only', filters, taking(all, wish)), section('What has happened', listed)]
    },
  )
  if (within) return page
  show('Audit', page)
}

const filtersOf = (app, members, query) =>
  el(
    'form',
    { class: 'form bar' },
    field({
      name: 'action',
      label: 'Action',
      value: query.get('action') ?? '',
      maxlength: 64,
      pattern: '[a-z_]+\\.[a-z_]+',
      hint: 'Such as user.signed_in.',
      autocomplete: 'off',
    }),
    field({
      name: 'administratorId',
      label: 'By administrator',
      type: 'select',
      value: query.get('administratorId') ?? '',
      options: [['', 'anybody'], ...members.map(({ id, email }) => [id, email])],
    }),
    field({ name: 'userId', label: 'User id', value: query.get('userId') ?? '', maxlength: 36, autocomplete: 'off' }),
    app &&
      field({
        name: 'environmentId',
        label: 'Environment',
        type: 'select',
        value: '',
        options: [['', 'all'], ...app.environments.map(({ id, name }) => [id, name])],
      }),
    field({ name: 'since', label: 'Not before', type: 'datetime-local' }),
    field({ name: 'until', label: 'Before', type: 'datetime-local' }),
    el('div', { class: 'buttons' }, el('button', { class: 'button button-strong' }, 'Show')),
  )

const wishOf = (filters) => {
  const { since, until, ...others } = Object.fromEntries(new FormData(filters))
  const at = (local) => (local ? new Date(local).toISOString() : '')
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value.trim()])),
    since: at(since),
    until: at(until),
  }
}

const whoOf = ({ actorType, administratorEmail, userEmail, actorId }) => {
  if (actorType === 'administrator') return administratorEmail ?? 'an administrator who is gone'
  if (actorType === 'user') return userEmail ?? 'a user who is gone'
  return `${actorType.replaceAll('_', ' ')}${actorId ? ` ${actorId}` : ''}`
}

const rowOf = (event) => [
  moment(event.createdAt),
  code(event.action),
  el(
    'div',
    {},
    whoOf(event),
    event.actorType !== 'user' && event.userEmail && el('p', { class: 'soft' }, `to ${event.userEmail}`),
  ),
  el(
    'div',
    {},
    event.resource.replaceAll('_', ' '),
    event.resourceId && el('p', { class: 'soft' }, code(event.resourceId)),
  ),
  event.ipAddress ? code(event.ipAddress) : '',
  event.details || event.userAgent
    ? el(
        'details',
        {},
        el('summary', { 'aria-label': `More of ${event.action}, ${event.createdAt}` }, 'More'),
        event.details && el('p', {}, code(JSON.stringify(event.details))),
        event.userAgent && el('p', { class: 'soft' }, event.userAgent),
      )
    : '',
]

const columns = [
  'createdAt',
  'action',
  'actorType',
  'actorId',
  'administratorEmail',
  'userId',
  'userEmail',
  'resource',
  'resourceId',
  'environmentId',
  'sessionId',
  'ipAddress',
  'userAgent',
  'details',
  'id',
]

/** A cell that no spreadsheet takes for a formula. */
const cell = (value) => {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

const formats = {
  csv: [
    'text/csv',
    (events) =>
      [columns, ...events.map((event) => columns.map((name) => event[name]))]
        .map((cells) => `${cells.map(cell).join(',')}\r\n`)
        .join(''),
  ],
  jsonl: ['application/x-ndjson', (events) => events.map((event) => `${JSON.stringify(event)}\n`).join('')],
}

const taking = (all, wish) => {
  const place = el('p', { role: 'status' })
  const take = async (format) => {
    const asked = wish()
    const events = []
    let isStopped = false
    const stop = button('Stop', () => (isStopped = true))
    place.replaceChildren('Reading… ', stop)
    say('')
    let cursor
    do {
      const answer = await get(all, { ...asked, limit: 100, cursor })
      // Whoever has gone to another page wants no more of it.
      if (isStopped || !place.isConnected) return place.replaceChildren('Stopped; nothing was saved.')
      events.push(...answer.data)
      cursor = answer.nextCursor
      place.firstChild.textContent = `${events.length.toLocaleString()} so far. `
    } while (cursor && events.length < most)
    const [type, write] = formats[format]
    save(new Blob([write(events)], { type }), `audit-${new Date().toISOString().slice(0, 10)}.${format}`)
    place.replaceChildren(
      cursor ? `The newest ${most.toLocaleString()} are saved. Narrow the time for those before.` : '',
    )
    say(`${events.length.toLocaleString()} events are saved.`)
  }
  /** One at a time: while one is read, no other is begun. */
  const saving = (label, format) =>
    act(label, async () => {
      for (const other of buttons) other.ariaDisabled = 'true'
      try {
        await take(format)
      } catch (error) {
        place.replaceChildren()
        throw error
      } finally {
        for (const other of buttons) other.ariaDisabled = null
      }
    })
  const buttons = [saving('Save as CSV', 'csv'), saving('Save as JSON lines', 'jsonl')]
  return el('div', {}, el('div', { class: 'buttons' }, buttons), place)
}

const save = (blob, name) => {
  const link = el('a', { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
