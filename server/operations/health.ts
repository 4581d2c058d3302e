import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import { ping } from '../storage/database.ts'

/** Refuses with `unavailable` while the process drains or the database does not answer. */
export const requireReady = async (ctx: Context): Promise<void> => {
  if (ctx.draining()) throw new Failure('unavailable', 'The service is shutting down.')
  try {
    await ping(ctx.db)
  } catch (error) {
    throw new Failure('unavailable', undefined, { cause: error })
  }
}
