import { requireReady } from '../../operations/health.ts'
import type { Handle } from '../handle.ts'

export const getLiveness: Handle<'service.getLiveness'> = async () => ({ status: 200, body: { status: 'alive' } })

export const getReadiness: Handle<'service.getReadiness'> = async (_request, ctx) => {
  await requireReady(ctx)
  return { status: 200, body: { status: 'ready' } }
}
