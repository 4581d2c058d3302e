// Servers that say yes where they should say no. The proxy answers with a success that the server gave before.
import type { OperationId } from '../../generated/operations.ts'
import { declared } from '../harness/contract/contract.ts'
import {
  type Exchange,
  type Wire,
  claimsOf,
  codeOf,
  fieldsOf,
  headerOf,
  isSuccess,
  jsonOf,
  secretsOf,
} from './exchange.ts'
import type { Mutant, Samples } from './mutant.ts'
import type { Scene } from './proxy.ts'

/** Refusals that say something went wrong inside. */
const ofOurs = new Set(['internal', 'unavailable', 'overloaded'])

export const lenientMutants = (id: OperationId, samples: Samples): Mutant[] => [
  ...ignoredRefusals(id, samples),
  ...narrowLeniences
    .filter(([kind]) => samples.marks(id).has(kind))
    .map(([kind, applies]) => narrow(id, samples, kind, applies)),
  ...(samples.marks(id).has(passwordKind) ? [wrongPassword(id)] : []),
  ...lostWrites(id, samples),
]

/** The newest success of this test, or one of another. */
const successAgain = (id: OperationId, samples: Samples, before: readonly Exchange[]): Wire | undefined =>
  before.findLast(({ asked, wire }) => asked.operation === id && isSuccess(wire))?.wire ?? samples.success(id)

/** Each refusal of the operation in turn is not made. */
const ignoredRefusals = (id: OperationId, samples: Samples): Mutant[] => {
  const codes = new Set(samples.of(id).map(({ wire }) => codeOf(id, wire)))
  return [...codes]
    .filter((code) => code !== undefined && !ofOurs.has(code))
    .map((code) => ({
      id: `${id} ignored refusal ${code}`,
      kind: 'ignored refusal',
      touches: ({ asked, wire }) => asked.operation === id && codeOf(id, wire) === code,
      mutation: {
        operation: id,
        answer: ({ wire, before }) => (codeOf(id, wire) === code ? successAgain(id, samples, before) : undefined),
      },
    }))
}

type Applies = (id: OperationId, scene: Pick<Scene, 'asked' | 'wire' | 'before'>) => boolean

const isRefused = ({ status }: Wire) => status >= 400 && status < 500

const narrow = (id: OperationId, samples: Samples, kind: string, applies: Applies): Mutant => ({
  id: `${id} ${kind}`,
  kind,
  touches: ({ asked, marks }) => asked.operation === id && marks?.includes(kind) === true,
  mutation: {
    operation: id,
    answer: (scene) =>
      isRefused(scene.wire) && applies(id, scene) ? successAgain(id, samples, scene.before) : undefined,
  },
})

/** Which of the narrow kinds could say yes to this. */
export const marksOf = ({ asked, wire }: Exchange, before: readonly Exchange[]): readonly string[] => {
  const { operation } = asked
  if (!operation || !isRefused(wire)) return []
  const kinds = narrowLeniences
    .filter(([, applies]) => applies(operation, { asked, wire, before }))
    .map(([kind]) => kind)
  return rightPassword(asked, wire, before) === undefined ? kinds : [...kinds, passwordKind]
}

/** The sandbox's clock, as far as the test has asked for it. */
const clockOf = (before: readonly Exchange[]): number => {
  const moved = before.findLast(({ asked }) => asked.operation === 'service.moveClock')
  const { now } = (moved && (jsonOf(moved.wire) as { now?: string } | undefined)) ?? {}
  return now ? Date.parse(now) : 0
}

/** How far the test has moved the clock, seconds. */
const movedBy = (before: readonly Exchange[]): number =>
  before
    .filter(({ asked }) => asked.operation === 'service.moveClock')
    .reduce((sum, { asked }) => sum + Number(fieldsOf(asked).advance ?? 0), 0)

/** Narrower than to ignore a refusal: each looks at why the server refused. */
const narrowLeniences: readonly (readonly [kind: string, applies: Applies])[] = [
  [
    'second use accepted',
    (id, { asked, before }) => {
      const secrets = new Set(secretsOf(asked))
      return before.some(
        (earlier) =>
          earlier.asked.operation === id &&
          isSuccess(earlier.wire) &&
          secretsOf(earlier.asked).some((one) => secrets.has(one)),
      )
    },
  ],
  [
    'expired token accepted',
    (_id, { asked, before, wire }) => {
      const { exp } = claimsOf(asked) ?? {}
      return wire.status === 401 && exp !== undefined && exp * 1000 < clockOf(before)
    },
  ],
  [
    'expired proof accepted',
    (id, { asked, before }) =>
      movedBy(before) >= 600 &&
      secretsOf(asked).some(
        (secret) =>
          before.some(({ wire }) => wire.body.includes(secret) || headerOf(wire, 'set-cookie')?.includes(secret)) &&
          !before.some((earlier) => earlier.asked.operation === id && secretsOf(earlier.asked).includes(secret)),
      ),
  ],
  [
    'foreign row returned',
    (id, { asked, wire, before }) => {
      const named = asked.url
        .split('?')[0]!
        .split('/')
        .slice(3)
        .filter((part) => part.length > 20)
      return (
        declared.get(id)!.path.includes('{') &&
        (wire.status === 404 || wire.status === 403) &&
        named.some((part) => before.some((earlier) => isSuccess(earlier.wire) && earlier.wire.body.includes(part)))
      )
    },
  ],
  [
    'missing CSRF token accepted',
    (id, { asked, wire }) => codeOf(id, wire) === 'csrf_mismatch' && csrfOf(asked) === '',
  ],
  ['wrong CSRF token accepted', (id, { asked, wire }) => codeOf(id, wire) === 'csrf_mismatch' && csrfOf(asked) !== ''],
]

const csrfOf = (asked: Exchange['asked']): string => {
  const { csrf_token, form_token } = fieldsOf(asked)
  return asked.headers['x-csrf-token'] ?? String(csrf_token ?? form_token ?? '')
}

const passwordKind = 'wrong password accepted'

/** Forwards the right password where a wrong one was sent. */
const wrongPassword = (id: OperationId): Mutant => ({
  id: `${id} ${passwordKind}`,
  kind: passwordKind,
  touches: ({ asked, marks }) => asked.operation === id && marks?.includes(passwordKind) === true,
  mutation: {
    operation: id,
    answer: async ({ asked, wire, before, ask }) => {
      const right = rightPassword(asked, wire, before)
      if (right === undefined) return undefined
      return ask({ ...asked, body: replaced(asked.body, String(fieldsOf(asked).password), right) })
    },
  },
})

/** The password that this refused request should have had. */
const rightPassword = (asked: Exchange['asked'], wire: Wire, before: readonly Exchange[]): string | undefined => {
  const { email, password } = fieldsOf(asked)
  if (!isRefused(wire) || typeof password !== 'string') return undefined
  const right = passwordOf(before, email)
  return right === password ? undefined : right
}

const passwordOf = (before: readonly Exchange[], email: unknown): string | undefined => {
  const known = before.findLast(
    ({ asked, wire }) =>
      isSuccess(wire) && email !== undefined && fieldsOf(asked).email === email && fieldsOf(asked).password,
  )
  return known && (fieldsOf(known.asked).password as string)
}

const replaced = (body: string, wrong: string, right: string): string =>
  body
    .replace(JSON.stringify(wrong), JSON.stringify(right))
    .replace(`password=${formText(wrong)}`, `password=${formText(right)}`)

const formText = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)

/** Says that it was done, and does nothing. */
const lostWrites = (id: OperationId, samples: Samples): Mutant[] => {
  const { method } = declared.get(id)!
  const done = samples.success(id)
  if (method === 'GET' || !done) return []
  return [
    {
      id: `${id} nothing done`,
      kind: 'nothing done',
      touches: ({ asked, wire }) => asked.operation === id && isSuccess(wire),
      mutation: { operation: id, instead: () => done },
    },
  ]
}
