// One request over HTTP, to any target.
import { type Input, type OperationId, operations } from '../../../generated/operations.ts'
import { curlOf } from '../words/curl.ts'
import { asksAhead, isAhead, leaveAhead, sendAhead, takeAhead } from './ahead.ts'
import { hasAliases, inward, outward } from './aliases.ts'
import { getAnswer, toAnswer } from './answer.ts'
import { requireRunning, takeTurn } from './bounds.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { type HeadFields, createFields } from '../contract/fields.ts'
import { endFor } from './elsewhere.ts'
import { recorder } from '../recorder/recording.ts'
import { isAbsent } from './selection.ts'
import { skipTest } from './skip.ts'

/** What a case sends. Typed by the contract, with a way around it for what breaks the contract. */
export interface Sent<K extends OperationId> {
  readonly path?: Partial<Input<K>['path']>
  /** A list is a parameter that is there more than once. */
  readonly query?: Record<string, string | number | readonly string[]>
  /** More of the query, as it goes over the wire: for escapes that no text has. */
  readonly rawQuery?: string
  readonly headers?: Record<string, string>
  readonly cookies?: Record<string, string>
  readonly body?: Input<K>['body']
  /** The Authorization header's token. */
  readonly bearer?: string
  /** Instead of `body`: any bytes, with any content type. */
  readonly raw?: { readonly type?: string; readonly text: string }
  /** Instead of GET: the same without a body. */
  readonly method?: 'HEAD'
}

/** What a page says, without its markup. */
export const wordsOf = (page: string): string => page.replaceAll(/<[^>]*>/g, '')

/** The fields as an HTML form sends them. */
export const form = (fields: Readonly<Record<string, string>>) => ({
  raw: { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() },
})

/** A client's id and secret as a header (RFC 6749 section 2.3.1). */
export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})

/** What a server did not say: whoever waits for it a fourth time learns nothing new. */
interface Silence {
  /** How often in a row an operation gave no whole answer. */
  readonly times: Map<OperationId, number>
  /** How often in a row nothing gave one. */
  inARow: number
}
const silences = new Map<string, Silence>()

const silenceOf = (baseUrl: string): Silence => {
  const known = silences.get(baseUrl) ?? { times: new Map<OperationId, number>(), inARow: 0 }
  silences.set(baseUrl, known)
  return known
}

/** How often an operation is waited for. */
const patience = 3
/** From the first bound on each operation is waited for once, from the second on none is. */
const [silent, dead] = [12, 40]

/** Why an operation is asked no further; undefined where it is. */
const whyGivenUp = ({ times: all, inARow }: Silence, id: OperationId): string | undefined => {
  const times = all.get(id) ?? 0
  if (inARow >= dead) return `the server gave no whole answer to anything, ${inARow} times in a row`
  if (times < (inARow >= silent ? 1 : patience)) return undefined
  return `${id} gave no whole answer${times > 1 ? `, ${times} times in a row` : ', and nothing else did'}`
}

/** What a request that got no answer is told by: an answer of no status, so that the report has a place for it. */
export const unansweredOf = (error: unknown): Answer | undefined =>
  error instanceof Error && typeof error.cause === 'object' && error.cause !== null && 'unanswered' in error.cause
    ? (error.cause.unanswered as Answer)
    : undefined

/** Whether a request was waited for in vain, and not refused at once. */
export const isHung = (error: unknown): boolean =>
  unansweredOf(error) !== undefined && ((error as Error).cause as { readonly hung?: boolean }).hung === true

/** A request whose answer, or whose lack of one, stands for a cell of the contract. */
export const requestFor = async <K extends OperationId>(
  cell: { readonly status: number | undefined; readonly example: string },
  ...asked: Parameters<typeof request<K>>
): Promise<Answer> => {
  const claim = (answer: Answer) => {
    if (cell.status !== undefined) recorder.claim(answer, cell.status, cell.example)
    return answer
  }
  try {
    return claim(await request(...asked))
  } catch (error) {
    const unanswered = unansweredOf(error)
    if (unanswered) claim(unanswered)
    throw error
  }
}

/** A request as it goes over the wire, and as it is told of. */
const written = <K extends OperationId>(baseUrl: string, id: K, sent: Sent<K>, prefer?: string) => {
  const { path } = operations[id]
  const method = (sent.method ?? operations[id].method).toUpperCase()
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((sent.path as Record<string, unknown> | undefined)?.[name] ?? '')),
  )
  const url = new URL(baseUrl + outward(filled))
  for (const [name, value] of Object.entries(sent.query ?? {})) {
    for (const one of [value].flat()) url.searchParams.append(name, outward(String(one)))
  }

  if (sent.rawQuery) url.search += `${url.search ? '&' : '?'}${outward(sent.rawQuery)}`

  const headers = createFields()
  for (const [name, value] of Object.entries(sent.headers ?? {})) headers.set(name, outward(value))
  // The documented call: whoever accepts anything gets a page instead.
  if (declared.get(id)!.consumesLink && !headers.has('accept')) headers.set('accept', 'application/json')
  if (sent.bearer !== undefined) headers.set('authorization', `Bearer ${sent.bearer}`)
  const cookies = Object.entries(sent.cookies ?? {}).map(([name, value]) => `${name}=${value}`)
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
  if (prefer) headers.set('prefer', prefer)
  const text = sent.raw ? sent.raw.text : sent.body === undefined ? undefined : JSON.stringify(sent.body)
  const body = text === undefined ? undefined : outward(text)
  if (sent.raw?.type) headers.set('content-type', sent.raw.type)
  else if (!sent.raw && body !== undefined) headers.set('content-type', 'application/json')
  const told = { method, url: url.href.slice(baseUrl.length), headers, cookies: sent.cookies ?? {}, body }
  return { url, told, method, headers, body }
}

/** Sends what another test will ask, where the run does so and the server has answered so far. */
export const askAhead = <K extends OperationId>(baseUrl: string, id: K, sent: Sent<K>): void => {
  const { inARow, times } = silenceOf(baseUrl)
  if (!asksAhead() || inARow > 0 || times.has(id) || isAbsent(id) || isAhead(sent)) return
  const { url, method, headers, body } = written(baseUrl, id, sent)
  sendAhead(sent, url, { method, headers, body })
}

/** Sends a request and reads the whole answer. Redirects are answers too. */
export const request = async <K extends OperationId>(
  baseUrl: string,
  id: K,
  sent: Sent<K>,
  prefer?: string,
): Promise<Answer> => {
  // First: what a case left behind when it ended would skip the one that runs now.
  requireRunning()
  if (isAbsent(id)) skipTest(`${id} is absent, and the world has no other way`)
  const silence = silenceOf(baseUrl)
  const givenUp = whyGivenUp(silence, id)
  if (givenUp) skipTest(givenUp)
  const { url, told, headers, method, body } = written(baseUrl, id, sent, prefer)
  // The contract declares what GET answers: a HEAD stands for no cell of it.
  const place = recorder.place()
  const hear = (answer: Answer) => method !== 'HEAD' && recorder.hear(baseUrl, id, told, answer, place)
  const ahead = takeAhead(sent)
  if (!ahead) await leaveAhead()
  const ending = await takeTurn()
  const got = await (ahead ?? getAnswer(url, { method, headers, body }, ending))
  if ('lack' in got) {
    if (got.hung) {
      silence.times.set(id, (silence.times.get(id) ?? 0) + 1)
      silence.inARow += 1
    }
    const answer: Answer = { status: 0, headers: createFields(), cookies: [], text: '', body: '' }
    hear(answer)
    const lack = `${id}: ${method} ${told.url.split('?')[0]} got no answer: ${got.lack}`
    const sentence = `${lack}\nby hand: ${curlOf(baseUrl, told)}`
    recorder.blame(answer, sentence)
    return endFor(id, sentence, { cause: { unanswered: answer, hung: got.hung } })
  }
  silence.times.delete(id)
  silence.inARow = 0
  const answer = toAnswer(got.status, inwardHeaders(got.headers), inward(got.text))
  hear(answer)
  return answer
}

/** Where somebody is sent to, and which page may read it, by the names of the cases. A cookie is a name of the server's own. */
const inwardHeaders = (headers: HeadFields): HeadFields => {
  if (!hasAliases()) return headers
  for (const [name, value] of headers) {
    const ours = name === 'set-cookie' ? value : inward(value)
    if (ours !== value) headers.set(name, ours)
  }
  return headers
}
