// Which operations a target has at all, found by one request each before any case is run.
import type { OperationId } from '../../../generated/operations.ts'
import { whyOver } from '../requests/bounds.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { plausibleRequest } from './plausible.ts'
import { request, unansweredOf } from '../requests/request.ts'

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

/** An answer; one without a status where none came. */
const answerTo = (baseUrl: string, id: OperationId): Promise<Answer> =>
  request(baseUrl, id, plausibleRequest(id)).catch((error: unknown) => {
    const unanswered = unansweredOf(error)
    if (!unanswered) throw error
    return unanswered
  })

/** The address that the target gives in links and redirects: that of its tokens' issuer, else the one that it is asked by. */
export const findPublicUrl = async (baseUrl: string): Promise<string> => {
  const { body } = whyOver() ? { body: undefined } : await answerTo(baseUrl, 'oauth.getConfiguration')
  const { issuer } = (body ?? {}) as { issuer?: unknown }
  return typeof issuer === 'string' && URL.canParse(issuer) ? issuer.replace(/\/+$/, '') : baseUrl
}

/** Asks each operation of the contract once, as nobody. */
export const findAbsent = async (baseUrl: string): Promise<OperationId[]> => {
  const absent: OperationId[] = []
  for (const id of declared.keys()) {
    // What is not known to be absent is there: its cases then say themselves that the time is over.
    if (whyOver()) break
    if (isAbsentBy(id, await answerTo(baseUrl, id))) absent.push(id)
  }
  return absent
}
