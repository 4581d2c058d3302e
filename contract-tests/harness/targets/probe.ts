// Which operations a target has at all, found by one request each before any case is run.
import type { OperationId } from '../../../generated/operations.ts'
import { whyOver } from '../requests/bounds.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { plausibleRequest } from '../seeds/plausible.ts'
import { type Sent, isHung, request, unansweredOf } from '../requests/request.ts'
import { tryToHave } from '../requests/skip.ts'

/** Answers of routers that know no such path or method. */
const unknown = new Set([404, 405, 501])

/**
 * An operation is absent when it answers 404, 405 or 501, and not with a refusal that the contract declares for it: a server that
 * knows the path says what is missing in the words of its surface.
 */
export const isAbsentBy = (id: OperationId, { status, body }: Answer): boolean => {
  if (!unknown.has(status)) return false
  const examples = Object.values(declared.get(id)!.responses.get(status)?.content ?? {}).flatMap(({ examples }) =>
    Object.values(examples).map(({ value }) => value),
  )
  return !examples.some((example) => nameIn(example) !== undefined && nameIn(example) === nameIn(body))
}

/** What a refusal calls itself, on every surface. */
const nameIn = (body: unknown): unknown => {
  const { code, error, type } = (body ?? {}) as Record<string, unknown>
  return code ?? error ?? type
}

/** What comes of asking: no answer where the time is over before, or where it is dropped or never whole. */
interface Asked {
  readonly answer?: Answer
  readonly isHung?: boolean
}

/** What would be done for anybody is asked for with nothing in it: it is refused by who is there, and nobody comes to be or is mailed. */
const emptied = (id: OperationId): Sent<OperationId> => {
  const { body, raw, ...sent } = plausibleRequest(id)
  if (raw) return { ...sent, raw: { ...raw, text: '' } }
  return body === undefined ? sent : { ...sent, raw: { type: 'application/json', text: '{}' } }
}

const askFor = async (baseUrl: string, id: OperationId): Promise<Asked> => {
  const had = await tryToHave(() => request(baseUrl, id, emptied(id)))
  if ('value' in had) return { answer: had.value }
  if ('failure' in had && !unansweredOf(had.failure)) throw had.failure
  return { isHung: 'failure' in had && isHung(had.failure) }
}

/** The address that the target gives in links and redirects: that of its tokens' issuer, else the one that it is asked by. */
export const findPublicUrl = async (baseUrl: string): Promise<string> => {
  const { answer } = whyOver() ? {} : await askFor(baseUrl, 'oauth.getConfiguration')
  const { issuer } = (answer?.body ?? {}) as { issuer?: unknown }
  return typeof issuer === 'string' && URL.canParse(issuer) ? issuer.replace(/\/+$/, '') : baseUrl
}

/** A server that says nothing so often in a row is not waited for at every operation of the contract. */
const patience = 3

interface Looking {
  readonly order?: Iterable<OperationId>
  /** When it looks no further, ms of the clock. */
  readonly until?: number
  /** Hears after each how many were looked at, and how many of them are absent. */
  readonly tell?: (done: number, absent: number) => void
}

interface Looked {
  readonly absent: OperationId[]
  readonly done: number
  /** Why it looked no further. What is not known to be absent is there: its cases say themselves what comes of them. */
  readonly why?: string
}

/** Asks each operation of the contract once, as nobody. */
export const findAbsent = async (
  baseUrl: string,
  { order = declared.keys(), until = Infinity, tell }: Looking = {},
): Promise<Looked> => {
  const absent: OperationId[] = []
  let done = 0
  let silence = 0
  for (const id of order) {
    if (silence === patience) return { absent, done, why: `${patience} in a row gave no answer` }
    if (whyOver() || Date.now() >= until) return { absent, done, why: 'it took too long' }
    const { answer, isHung } = await askFor(baseUrl, id)
    silence = isHung ? silence + 1 : 0
    if (answer && isAbsentBy(id, answer)) absent.push(id)
    done += 1
    tell?.(done, absent.length)
  }
  return { absent, done }
}
