// How an answer leaves: held to the contract, a refusal in the words of its surface, for a person as a page.
import { type ErrorCode, errors } from '../../generated/errors.ts'
import type { Surface } from '../../generated/operations.ts'
import { Failure } from '../model/failure.ts'
import type { RequestContext } from '../request-context.ts'
import type { Operation } from './bind-operations.ts'
import { type Exchange, besideHeaders, letPageRead } from './exchange.ts'
import { dropRest } from './read-body.ts'
import { refuse, toFailure } from './refuse.ts'
import { surfaceOf } from './routes.ts'
import { type Outgoing, send, toAnswer } from './send.ts'

/** Sends an answer if it keeps the contract. One that does not is a mistake of ours: it is withheld and logged in full. */
export const deliver = <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx>,
  outgoing: Outgoing,
  code?: ErrorCode,
) => {
  const { res, ctx } = exchange
  const declared = operation.checks.produces.get(outgoing.status)
  const answer = toAnswer(outgoing, besideHeaders(exchange, declared?.headers), declared?.types ?? [])
  const isUndeclared = code !== undefined && !operation.checks.refusals.has(code)
  const problem = isUndeclared ? `the refusal ${code} is not declared` : operation.checks.checkAnswer(answer)
  if (problem) {
    ctx.log.error(
      { operation: operation.id, status: outgoing.status, problem, answer: outgoing.body },
      'An answer broke the contract',
    )
    sendBeside(exchange, refuse(operation.surface, new Failure('internal')))
    return
  }
  send(res, answer, ctx)
}

/** Sends what no operation declares, or what must not fail again. */
export const sendBeside = <Ctx extends RequestContext>(exchange: Exchange<Ctx>, outgoing: Outgoing) =>
  send(exchange.res, toAnswer(outgoing, besideHeaders(exchange), []), exchange.ctx)

/** Refuses, also where the refusal itself cannot be asked about any more. */
export const answerRefusal = <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx> | undefined,
  error: unknown,
) => {
  const { parts, req, res, ctx, noted } = exchange
  const failure = toFailure(error, parts.isUnavailable)
  noted.failure = failure
  exchange.limits.hold(failure.limit)
  // A service that takes leave says so to whoever asks whether it is ready: nothing failed.
  const takesLeave = ctx.draining() && failure.cause === undefined
  if (failure.code === 'internal' || (failure.code === 'unavailable' && !takesLeave)) {
    ctx.log.error({ operation: operation?.id, err: failure.cause ?? failure }, 'A request failed')
  }
  if (res.headersSent) {
    res.destroy()
    return
  }
  const surface = operation?.surface ?? surfaceOf(req.path)
  const spoken = refuse(surface, failure)
  // Nothing is promised of an address that is none, so a browser may have a page there too.
  const mayBePage = !operation || operation.checks.produces.get(spoken.status)?.types.includes('text/html')
  // A database that is gone would only keep the answer waiting.
  const mayAsk = failure.code !== 'unavailable' || ctx.client !== null
  const page = ctx.wantsPage && mayBePage ? toRefusalPage(exchange, surface, spoken, failure) : spoken
  void Promise.all([page, letPageRead(exchange, surface, { mayAsk }), dropRest(req)])
    .then(
      ([refusal]) => refusal,
      () => spoken,
    )
    .then((refusal) => {
      if (!req.complete) exchange.beside.connection = 'close'
      if (operation) deliver(exchange, operation, refusal, failure.code)
      else sendBeside(exchange, refusal)
    })
}

/** The same refusal for a person: the status and the headers stay. */
const toRefusalPage = async <Ctx extends RequestContext>(
  { parts, ctx }: Exchange<Ctx>,
  surface: Surface,
  spoken: Outgoing,
  { code, detail, environmentId, onward, limit }: Failure,
): Promise<Outgoing> => {
  const said = errors[surface][code].body as Record<string, string | undefined>
  const title = said.title ?? said.error_description ?? said.message ?? 'This did not work'
  const sandbox = parts.world.sandbox !== null
  const about = {
    code,
    environmentId,
    onward,
    limit,
    title,
    detail: detail ?? said.detail ?? said.nextActions,
    sandbox,
  }
  const page = await parts.refusalPage(about, ctx)
  return { ...spoken, type: 'text/html', body: page.body, headers: { ...spoken.headers, ...page.headers } }
}
