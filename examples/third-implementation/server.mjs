// Five operations of the contract on bare node:http. FAULTS=header,field,token,length breaks one promise each.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const faults = (process.env.FAULTS ?? '').split(',')
const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const caching = { etag: '"1"', 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }
const world = { people: [], offset: 0 }
const now = () => Date.now() + world.offset * 1000

const problem = (status, code, title, detail) => [status, { type: 'about:blank', title, status, code, detail }]
const notValid = (detail) => problem(400, 'invalid_request', 'The request is not valid', detail)
const nobody = problem(401, 'unauthorized', 'Sign in first')
const dead = problem(401, 'invalid_token', 'The access token is not valid any more')

/** Hands on the person whose token came along, or whose cookie where that will do. */
const known = (next, takesCookie) => (url, headers) => {
  const bearer = /^Bearer (.+)/.exec(headers.authorization ?? '')?.[1]
  const cookie = takesCookie && /\brefresh_token=([^;]+)/.exec(headers.cookie ?? '')?.[1]
  if (!bearer && !cookie) return nobody
  const person = world.people.find(({ access, refresh }) => (bearer ? access === bearer : refresh === cookie))
  const isStale = bearer && now() >= person?.until && !faults.includes('token')
  return person && !isStale ? next(person, url) : dead
}
const shapes = { feature: /^[a-z0-9]+([._-][a-z0-9]+)*$/, client_id: /^cid_[A-Za-z0-9_-]{1,64}$/ }
const waitlist = (act) =>
  known(({ waits }, { pathname }) => {
    const feature = decodeURIComponent(pathname.split('/')[3])
    const isLong = feature.length > 64 && !faults.includes('length')
    if (isLong || !shapes.feature.test(feature)) return notValid('feature: must be a name')
    const since = act(waits, feature)
    return [200, { feature, signed_up: since !== undefined, created_at: since ?? null }]
  })
const routes = {
  'GET /health/live': () => [200, { status: 'alive' }],
  'GET /.well-known/jwks.json': ({ searchParams }, headers) => {
    const error = { error: 'invalid_client', error_description: 'Unknown client or wrong secret' }
    if ((searchParams.get('client_id') ?? 'cid_inbox_manager') !== 'cid_inbox_manager') return [401, error]
    if (headers['if-none-match'] === caching.etag) return [304, undefined, caching]
    return [200, { keys: [{ ...jwk, kid: '1', use: 'sig', alg: 'ES256' }] }, caching]
  },
  'GET /auth/me': known(
    ({ profile }) => [200, { ...profile, ...(faults.includes('field') && { identity: null }) }],
    true,
  ),
  'GET /auth/waitlists/': waitlist((waits, feature) => waits[feature]),
  'PUT /auth/waitlists/': waitlist((waits, feature) => (waits[feature] ??= new Date(now()).toISOString())),
  // What world.ts arranges with; no part of the contract.
  'POST /test/world': ({ searchParams }) => [200, Object.assign(world, JSON.parse(searchParams.get('is')))],
  'POST /test/people': ({ searchParams }) => {
    world.people.push({ ...JSON.parse(searchParams.get('person')), waits: {}, until: now() + 3_600_000 })
    return [200, {}]
  },
}
const takes = { '/.well-known/jwks.json': ['client_id'], '/test/world': ['is'], '/test/people': ['person'] }

/** What is wrong with the parameters. */
const problemIn = ({ pathname, searchParams }, isOAuth, headers) => {
  for (const [name, value] of searchParams) {
    if (!takes[pathname]?.includes(name)) return `${name}: is not a parameter of this request`
    if (shapes[name]?.test(value) === false) return `${name}: is misshapen`
    if (searchParams.getAll(name).length > 1) return `${name}: is there twice`
  }
  return isOAuth && headers['if-none-match']?.length > 200 ? 'if-none-match: is too long' : undefined
}

createServer(({ method, url: target, headers: asked }, response) => {
  const url = new URL(target, 'http://localhost')
  const route = routes[`${method} ${url.pathname.replace(/^(\/auth\/waitlists\/).+/, '$1')}`]
  const isOAuth = url.pathname.startsWith('/.well-known')
  const detail = problemIn(url, isOAuth, asked)
  const refusal = isOAuth ? [400, { error: 'invalid_request', error_description: detail }] : notValid(detail)
  const [status, body, headers] = !route ? [404, {}] : detail ? refusal : route(url, asked)
  if (!faults.includes('header') || !isOAuth) response.setHeader('x-request-id', randomUUID())
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="third"')
  const type = status >= 400 && !isOAuth ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { ...(body && { 'content-type': type }), ...headers }).end(body && JSON.stringify(body))
}).listen(process.env.PORT ?? 3100, '127.0.0.1', function () {
  console.log(`http://127.0.0.1:${this.address().port}`)
})
