// Answers that come out otherwise than the contract says: fields, statuses, codes, headers, cookies, media types.
import type { OperationId } from '../../generated/operations.ts'
import { declared } from '../harness/contract/contract.ts'
import { shuffled } from '../negatives/random.ts'
import { type Wire, codeOf, headerOf, isSuccess, jsonOf } from './exchange.ts'
import type { Mutant, Samples } from './mutant.ts'

type Change = (wire: Wire) => Wire | undefined
type Path = readonly (string | number)[]

/** All of an operation's successes, and some of one of its refusals, which look alike over all operations. */
export const wireMutants = (id: OperationId, samples: Samples): Mutant[] => {
  const successes = samples.of(id).filter(({ wire }) => isSuccess(wire))
  const refusals = samples.of(id).filter(({ wire }) => wire.status >= 400 && codeOf(id, wire))
  const [refusal] = shuffled(refusals, id)
  return [
    ...successes.flatMap(({ wire }) => wrong(id, wire, samples)),
    ...(refusal ? shuffled(wrong(id, refusal.wire, samples), `${id} refusal`).slice(0, 4) : []),
  ]
}

const wrong = (id: OperationId, wire: Wire, samples: Samples): Mutant[] => [
  ...fieldMutants(id, wire),
  ...statusMutants(id, wire),
  ...codeMutants(id, wire, samples),
  ...headerMutants(id, wire),
  ...cookieMutants(id, wire),
  ...textMutants(id, wire),
]

/** Changes every answer that is of the same kind as the sample. */
const mutant = (id: OperationId, sample: Wire, kind: string, place: string, change: Change): Mutant => {
  const code = codeOf(id, sample)
  const isMeant = (wire: Wire) => wire.status === sample.status && codeOf(id, wire) === code
  return {
    id: [id, sample.status, ...(code ? [code] : []), kind, ...(place ? [place] : [])].join(' '),
    kind,
    touches: ({ asked, wire }) => asked.operation === id && isMeant(wire),
    mutation: { operation: id, answer: ({ wire }) => (isMeant(wire) ? change(wire) : undefined) },
  }
}

/** Where there are fields in a body: in objects, and in the first item of lists. */
const pathsIn = (value: unknown, path: Path = []): Path[] => {
  if (Array.isArray(value)) return value.length > 0 ? pathsIn(value[0], [...path, 0]) : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [[...path, name], ...pathsIn(inner, [...path, name])])
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce((node: unknown, part) => (node as Record<string, unknown> | undefined)?.[part], value)

/** The body with another value at a place; undefined where there is no such place. */
const withBody = (
  wire: Wire,
  path: Path,
  edit: (parent: Record<string, unknown>, name: string) => void,
): Wire | undefined => {
  const body = jsonOf(wire)
  const parent = at(body, path.slice(0, -1)) as Record<string, unknown> | undefined
  const name = String(path.at(-1))
  if (typeof parent !== 'object' || parent === null || !(name in parent)) return undefined
  edit(parent, name)
  return { ...wire, body: JSON.stringify(body) }
}

const retyped = (value: unknown): unknown => {
  if (typeof value === 'string' || value === null) return 7
  if (typeof value === 'object') return 'text'
  return String(value)
}

const fieldMutants = (id: OperationId, sample: Wire): Mutant[] => {
  const body = jsonOf(sample)
  const paths = isJson(sample) ? pathsIn(body) : []
  if (paths.length === 0) return []
  const pick = (kind: string, some: readonly Path[] = paths) => shuffled(some, `${id} ${sample.status} ${kind}`)[0]!
  const field = (kind: string, path: Path, edit: (parent: Record<string, unknown>, name: string) => void) =>
    mutant(id, sample, kind, path.join('.'), (wire) => withBody(wire, path, edit))
  const filled = paths.filter((path) => at(body, path) !== null)
  return [
    field('dropped field', pick('dropped'), (parent, name) => delete parent[name]),
    field('renamed field', pick('renamed'), (parent, name) => {
      parent[`${name}_`] = parent[name]
      delete parent[name]
    }),
    field('retyped field', pick('retyped'), (parent, name) => (parent[name] = retyped(parent[name]))),
    // Further in there are objects that people may put anything into.
    field('added field', paths[0]!, (parent) => (parent.password_hash = 'x')),
    ...(filled.length > 0
      ? [field('nulled field', pick('nulled', filled), (parent, name) => (parent[name] = null))]
      : []),
  ]
}

const isJson = (wire: Wire) => /[/+]json\b/.test(headerOf(wire, 'content-type') ?? '')

const otherStatus: Readonly<Record<number, number>> = { 200: 201, 201: 200, 202: 200, 204: 200, 303: 302, 304: 200 }

const statusMutants = (id: OperationId, sample: Wire): Mutant[] => {
  const other = otherStatus[sample.status] ?? (sample.status === 422 ? 400 : 422)
  return [mutant(id, sample, 'other status', String(other), (wire) => ({ ...wire, status: other }))]
}

/** Another refusal of the same operation under the status of this one. */
const codeMutants = (id: OperationId, sample: Wire, samples: Samples): Mutant[] => {
  if (isSuccess(sample)) return []
  const others = samples
    .of(id)
    .filter(({ wire }) => wire.status >= 400 && isJson(wire) && codeOf(id, wire) !== codeOf(id, sample))
  const [other] = shuffled(others, `${id} code`)
  if (!other) return []
  const code = codeOf(id, other.wire)!
  return [mutant(id, sample, 'other error code', code, (wire) => ({ ...wire, body: other.wire.body }))]
}

const withoutHeader = (wire: Wire, name: string): Wire => ({
  ...wire,
  headers: wire.headers.filter(([key]) => key.toLowerCase() !== name),
})

const withHeader = (wire: Wire, name: string, value: string): Wire => ({
  ...wire,
  headers: [...withoutHeader(wire, name).headers, [name, value]],
})

const headerMutants = (id: OperationId, sample: Wire): Mutant[] => {
  const headers = declared.get(id)!.responses.get(sample.status)?.headers ?? {}
  const present = Object.keys(headers).filter(
    (name) => name !== 'set-cookie' && headers[name]!.required && headerOf(sample, name),
  )
  const location = headerOf(sample, 'location')
  return [
    ...present.map((name) => mutant(id, sample, 'missing header', name, (wire) => withoutHeader(wire, name))),
    ...(headerOf(sample, 'content-type')
      ? [mutant(id, sample, 'wrong media type', '', (wire) => withHeader(wire, 'content-type', 'text/plain'))]
      : []),
    ...(location
      ? [mutant(id, sample, 'redirect elsewhere', '', (wire) => withHeader(wire, 'location', 'https://evil.example/'))]
      : []),
  ]
}

const cookieChanges: Readonly<Record<string, (cookie: string) => string>> = {
  'missing HttpOnly': (cookie) => cookie.replace(/; HttpOnly/i, ''),
  'missing Secure': (cookie) => cookie.replace(/; Secure/i, ''),
  'weaker SameSite': (cookie) => cookie.replace(/; SameSite=\w+/i, '; SameSite=None'),
  'wider Path': (cookie) => cookie.replace(/; Path=\/\w[^;]*/i, '; Path=/'),
  'longer Max-Age': (cookie) => cookie.replace(/; Max-Age=[1-9]\d*/i, '; Max-Age=99999999'),
  'a Domain': (cookie) => `${cookie}; Domain=example.com`,
}

const cookieMutants = (id: OperationId, sample: Wire): Mutant[] => {
  const cookies = new Map(
    sample.headers
      .filter(([key]) => key.toLowerCase() === 'set-cookie')
      .map(([, cookie]) => [cookie.split('=')[0]!, cookie]),
  )
  const change =
    (name: string, edit: (cookie: string) => string | undefined): Change =>
    (wire) => ({
      ...wire,
      headers: wire.headers.flatMap(([key, value]): [string, string][] => {
        if (key.toLowerCase() !== 'set-cookie' || !value.startsWith(`${name}=`)) return [[key, value]]
        const edited = edit(value)
        return edited === undefined ? [] : [[key, edited]]
      }),
    })
  return [...cookies].flatMap(([name, cookie]) => [
    mutant(
      id,
      sample,
      'missing cookie',
      name,
      change(name, () => undefined),
    ),
    ...Object.entries(cookieChanges)
      .filter(([, edit]) => edit(cookie) !== cookie)
      .map(([what, edit]) => mutant(id, sample, 'weaker cookie', `${name} ${what}`, change(name, edit))),
  ])
}

/** Pages, and answers that are empty. */
const textMutants = (id: OperationId, sample: Wire): Mutant[] => {
  // HTTP carries no body with these.
  if (isJson(sample) || sample.status === 204 || sample.status === 304) return []
  if (sample.body === '') {
    return [
      mutant(id, sample, 'body where none is', '', (wire) =>
        withHeader({ ...wire, body: '{"a":1}' }, 'content-type', 'application/json'),
      ),
    ]
  }
  return [mutant(id, sample, 'empty page', '', (wire) => ({ ...wire, body: '<!doctype html><title>x</title>' }))]
}
