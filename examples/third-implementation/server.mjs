// Four operations of the contract on bare node:http. FAULTS=header,field,token,length breaks one promise each.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const isBroken = (promise) => (process.env.FAULTS ?? '').split(',').includes(promise)
const world = { people: [], waits: {}, offset: 0 }
const now = () => Date.now() + world.offset * 1000

const problem = (status, code, title, detail) => [status, { type: 'about:blank', title, status, code, detail }]
const notValid = (detail) => problem(400, 'invalid_request', 'The request is not valid', detail)

/** Hands on the person whose token came along, or whose cookie where that will do. */
const known = (next, takesCookie) => (url, headers) => {
  const bearer = /^Bearer (.+)/.exec(headers.authorization ?? '')?.[1]
  const cookie = takesCookie && /\brefresh_token=([^;]+)/.exec(headers.cookie ?? '')?.[1]
  if (!bearer && !cookie) return problem(401, 'unauthorized', 'Sign in first')
  const person = world.people.find(({ access, refresh }) => (bearer ? access === bearer : refresh === cookie))
  const isStale = bearer && now() >= person?.until && !isBroken('token')
  return person && !isStale
    ? next(person, url)
    : problem(401, 'invalid_token', 'The access token is not valid any more')
}

const waitlist = (act) =>
  known(({ profile }, { pathname }) => {
    const feature = decodeURIComponent(pathname.split('/')[3])
    const isLong = feature.length > 64 && !isBroken('length')
    if (isLong || !/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(feature)) return notValid('feature: must be a name')
    const since = act(`${profile.id} ${feature}`)
    return [200, { feature, signed_up: since !== undefined, created_at: since ?? null }]
  })

const routes = {
  'GET /health/live': () => [200, { status: 'alive' }],
  'GET /auth/me': known(({ profile }) => [200, { ...profile, ...(isBroken('field') && { identity: null }) }], true),
  'GET /auth/waitlists/': waitlist((place) => world.waits[place]),
  'PUT /auth/waitlists/': waitlist((place) => (world.waits[place] ??= new Date(now()).toISOString())),
  // What world.ts arranges with; no part of the contract.
  'POST /test/world': ({ searchParams }) => [200, Object.assign(world, JSON.parse(searchParams.get('is')))],
}

/** Text is UTF-8, also where it is percent-encoded. */
const isText = (search) => {
  try {
    return decodeURIComponent(search) !== undefined
  } catch {
    return false
  }
}

/** No page of another site may change anything. */
const isFromElsewhere = (method, { origin, 'sec-fetch-site': site = 'none' }) =>
  method === 'PUT' && (origin !== undefined || !['none', 'same-origin'].includes(site))

const refusalOf = (method, name, url, headers) => {
  if (name === 'POST /test/world') return undefined
  if (!isText(url.search)) return notValid('Text must be UTF-8.')
  if (isFromElsewhere(method, headers)) return problem(403, 'origin_not_allowed', 'This origin may not use this client')
  const [unknown] = name === 'GET /health/live' ? [] : url.searchParams.keys()
  return unknown && notValid(`${unknown}: is not a parameter of this request`)
}

createServer(({ method, url: target, headers }, response) => {
  const url = new URL(target, 'http://localhost')
  const name = `${method === 'HEAD' ? 'GET' : method} ${url.pathname.replace(/^(\/auth\/waitlists\/).+/, '$1')}`
  const refusal = refusalOf(method, name, url, headers)
  const [status, body] = routes[name] ? (refusal ?? routes[name](url, headers)) : [404, {}]
  if (!isBroken('header') || name !== 'GET /auth/waitlists/') response.setHeader('x-request-id', randomUUID())
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="third"')
  response.setHeader('content-type', status >= 400 ? 'application/problem+json' : 'application/json')
  response.writeHead(status).end(JSON.stringify(body))
}).listen(process.env.PORT ?? 3100, '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}`)
})
