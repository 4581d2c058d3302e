// A broken case in words: one sentence says what was sent, what the contract says and where, and what came; then how to ask it again.
import type { OperationId } from '../../../generated/operations.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { maskBody } from './mask.ts'
import type { SentRequest } from './curl.ts'
import { curlOf } from './curl.ts'
import { specLineOf } from './spec-lines.ts'

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** A request in a few words. */
export const sentInWords = ({ method, url, body }: SentRequest): string =>
  `${method} ${cut(maskBody(url), 160)}${body ? ` with ${cut(maskBody(body).replaceAll('\n', '\\n'), 160)}` : ''}`

/** What came, in a few words. */
const cameInWords = ({ status, text, headers }: Answer): string => {
  const type = (headers.get('content-type') ?? '').split(';')[0] || 'no media type'
  return text === ''
    ? `${status} without a body`
    : `${status} of ${type}, ${cut(maskBody(text).replace(/[\r\n]+/g, ' '), 160)}`
}

/** What a case holds an answer to. */
export interface Wanted {
  /** Undefined where the contract declares none that fits. */
  readonly status: number | undefined
  /** The name of an example; empty for any answer of this status. */
  readonly example: string
}

const wantedInWords = (id: OperationId, { status }: Answer, wanted: Wanted | undefined): string => {
  const statuses = [...declared.get(id)!.responses.keys()]
  if (!wanted && !statuses.includes(status)) return `the contract declares ${statuses.join(', ')} (${specLineOf(id)})`
  if (!wanted) return `the contract says what a ${status} is (${specLineOf(id, status)})`
  const example = wanted.example === '' || wanted.example === 'empty' ? '' : ` "${wanted.example}"`
  return `the contract says ${wanted.status ?? 'no such refusal'}${example} (${specLineOf(id, wanted.status)})`
}

/** Says what is wrong with an answer: in one line, and in the next how to ask again. */
export const tell = (
  id: OperationId,
  answer: Answer,
  wanted: Wanted | undefined,
  problem: string,
  asked: { readonly baseUrl: string; readonly sent: SentRequest } | undefined,
): string => {
  const parts = [
    ...(asked ? [`${sentInWords(asked.sent)} was sent`] : []),
    wantedInWords(id, answer, wanted),
    `${cameInWords(answer)} came`,
    problem,
  ]
  return [`${id}: ${parts.join('; ')}`, ...(asked ? [`by hand: ${curlOf(asked.baseUrl, asked.sent)}`] : [])].join('\n')
}
