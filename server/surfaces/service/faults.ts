import { operations } from '../../../generated/operations.ts'
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'

/** Of a run, or of this address without one. */
const asker = (ctx: Context, run: string | undefined) => ({ address: ctx.ip, run: run ?? null })

export const listFaults: Handle<'service.listFaults'> = async ({ query }, ctx) => ({
  status: 200,
  body: { faults: [...(ctx.sandbox?.faults.list(asker(ctx, query.run)) ?? [])] },
})

export const setFault: Handle<'service.setFault'> = async ({ body }, ctx) => {
  const { operation, status, example, delayMs = 0, times = 1, run = null } = body
  if (status === undefined && example === undefined && delayMs === 0) {
    throw new Failure('invalid_request', 'status: is missing; or set example or delayMs')
  }
  ctx.sandbox?.requireAnswer(operation, { ...(status && { status }), ...(example && { example }) })
  // Whoever sets one on these could not take it back.
  if (operations[operation as keyof typeof operations].path.startsWith('/sandbox/')) {
    throw new Failure('invalid_request', 'operation: those of the sandbox itself take no fault')
  }
  const fault = {
    id: ctx.ids.uuid(),
    operation,
    status: status ?? null,
    example: example ?? null,
    delayMs,
    times,
    run,
  }
  ctx.sandbox?.faults.set(fault, ctx.ip)
  return { status: 201, body: fault }
}

export const endFaults: Handle<'service.endFaults'> = async ({ query }, ctx) => ({
  status: 200,
  body: { ended: ctx.sandbox?.faults.end(asker(ctx, query.run)) ?? 0 },
})
