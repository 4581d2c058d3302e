// What others append to a request, and what comes without a value, changes nothing (RFC 6749 section 3.1): of every operation that the
// contract marks so, by query and by form.
import { describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { type Answer, declared, mediaTypeOf } from './harness/contract/contract.ts'
import { plausible } from './harness/seeds/plausible.ts'
import { type Sent, request } from './harness/requests/request.ts'
import { enterWorld, leaveWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { targets } from './harness/targets/target.ts'
import type { Target } from './harness/seeds/world.ts'
import { inlined } from './harness/contract/schemas.ts'

const formType = 'application/x-www-form-urlencoded'

const asked = [...declared.values()].filter(({ id }) => isAsked(id))
const lenient = asked.filter(({ ignoresUnknown }) => ignoresUnknown)
const optionalQuery = (id: OperationId): string[] =>
  declared
    .get(id)!
    // Of some an empty value is one, and their schema says so.
    .parameters.filter(({ in: place, required, schema }) => place === 'query' && !required && schema.minLength !== 0)
    .map(({ name }) => name)
const withOptional = asked.filter(({ id }) => optionalQuery(id).length > 0)

/** What mailers, advertisers and clients of other versions append. */
const appended: Readonly<Record<string, string | readonly string[]>> = {
  utm_source: 'letter',
  fbclid: 'x y/z',
  resource: 'https://api.example.com',
  audience: ['one', 'two'],
  ui_locales: 'de',
  'a[b]': 'c',
  '__proto__[x]': '1',
  constructor: '1',
  nothing: '',
}

/** Its answer tells of the requests before it, of which there are more each time. */
const requestLog: OperationId = 'service.listRequests'

/** As it reads when nothing in it is new each time. */
const told = (id: OperationId, answer: Answer): unknown => {
  const location = answer.headers.get('location')
  const led = location === null ? null : new URL(location, 'http://nowhere.example')
  const isPage = mediaTypeOf(answer) === 'text/html'
  return {
    status: answer.status,
    type: mediaTypeOf(answer),
    // What was made has another id each time.
    led: led && [
      led.origin,
      led.pathname.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, 'id'),
      [...led.searchParams.keys()],
    ],
    cookies: answer.cookies.map((cookie) => cookie.replace(/=[^;]*/, '')),
    // Random values of a form are always as long.
    said: isPage ? answer.text.length : shapeOf(id === requestLog ? {} : answer.body),
  }
}

const shapeOf = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(shapeOf)
  if (typeof body !== 'object' || body === null) return typeof body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, shapeOf(value)]))
}

type Change = (sent: Sent<OperationId>) => Sent<OperationId>

/** Holds the answers to a request with and without more against each other, each in a world that nothing was written in. */
const compare = async (target: Target, id: OperationId, longer: Change, plain: Change = (sent) => sent) => {
  const answers: unknown[] = []
  for (const change of [plain, longer]) {
    await enterWorld(target)
    const answer = await request(target.baseUrl, id, change(await plausible(seedsOf(target), id)))
    leaveWorld(target, id, answer)
    answers.push(told(id, answer))
  }
  expect(answers[1]).toEqual(answers[0])
}

const pairsOf = (fields: typeof appended): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString()

describe.each(targets)('a request on $name', (target) => {
  it.each(lenient.map(({ id }) => id))('%s ignores what is appended to its query', async (id) => {
    // What is appended elsewhere may be a parameter here.
    const own = new Set(declared.get(id)!.parameters.map(({ name }) => name))
    const more = Object.fromEntries(Object.entries(appended).filter(([name]) => !own.has(name)))
    await compare(target, id, (sent) => ({ ...sent, query: { ...sent.query, ...more } }))
  })

  it.each(withOptional.map(({ id }) => id))('%s takes an optional parameter without a value as absent', async (id) => {
    const empty = Object.fromEntries(optionalQuery(id).map((name) => [name, '']))
    // In the order of the plain one: a redirect repeats its query.
    await compare(target, id, (sent) => ({ ...sent, query: { ...sent.query, ...empty, ...sent.query } }))
  })

  it.each(lenient.filter(({ requestBody }) => requestBody?.content[formType]).map(({ id }) => id))(
    '%s ignores what is appended to its form, and fields without a value',
    async (id) => {
      const { examples, schema } = declared.get(id)!.requestBody!.content[formType]!
      const { properties = {}, required = [] } = inlined(schema)
      const fields = Object.values(examples)[0]!.value as Record<string, string>
      const optional = Object.keys(properties).filter((name) => !required.includes(name))
      const unknown = Object.entries(appended).filter(([name]) => !(name in properties))
      const empty = Object.fromEntries(optional.map((name) => [name, '']))
      const sending =
        (more: typeof appended): Change =>
        ({ body: _, ...sent }) => ({ ...sent, raw: { type: formType, text: pairsOf({ ...more, ...fields }) } })
      await compare(target, id, sending({ ...Object.fromEntries(unknown), ...empty }), sending({}))
    },
  )
})
