// The sandbox in this process, with its database in memory: as it is in earnest, but for limits and for what a hash costs.
import { readConfig } from '../../server/config.ts'
import type { Context } from '../../server/context.ts'
import { listen } from '../../server/http/listen.ts'
import { limits } from '../../server/model/limits.ts'
import { createLog } from '../../server/outside/log.ts'
import type { SurfaceModule } from '../../server/surfaces/surface.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'
import { openWorld } from '../../server/world.ts'
import { type Writes, forgetWhatIsTakenBack, noting } from './writes.ts'

/** One handler, as a defect puts itself in its place. */
export type Handler = (input: never, ctx: Context) => Promise<unknown>

/** What is wrong with the server, on purpose: by operation, what stands in the handler's place. */
export type Defect = Readonly<Record<string, (handler: Handler) => Handler>>

export interface Server {
  readonly baseUrl: string
  /** Takes what a call has written, by the number that it went out with. */
  takeWrites(call: number): readonly string[]
  close(): Promise<void>
}

/** The header that a call's number travels in. */
export const callHeader = 'x-sequence-call'

/** Nobody is refused for asking often: what a limit does is asked for by the contract suite. */
const withoutLimits = Object.keys(limits)
  .map((name) => `${name}=100000/1`)
  .join(',')

const withDefect = (defect: Defect): typeof surfaces => {
  const modules: readonly [string, SurfaceModule][] = Object.entries(surfaces)
  const wrapped = modules.map(([surface, module]) => {
    const handlers = Object.entries(module.handlers as Record<string, Handler>).map(([verb, handler]) => [
      verb,
      defect[`${surface}.${verb}`]?.(handler) ?? handler,
    ])
    return [surface, { ...module, handlers: Object.fromEntries(handlers) as unknown }]
  })
  return Object.fromEntries(wrapped) as typeof surfaces
}

export const startServer = async (defect: Defect = {}): Promise<Server> => {
  const read = readConfig({
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: 'sqlite::memory:',
    LOG_LEVEL: 'silent',
    HASH_QUEUE: '1000',
    HASH_COST: 'low',
    LIMITS: withoutLimits,
  })
  if ('problems' in read) throw new Error(read.problems.join(' '))
  const log = createLog({ level: 'silent' })
  const { app, world, close } = await openWorld(read.config, log, { surfaces: withDefect(defect) })
  forgetWhatIsTakenBack(world.db)
  const calls = new Map<number, Writes>()
  const http = await listen(
    (req, res) => {
      const call = Number(req.headers[callHeader])
      const writes: Writes = []
      if (call) calls.set(call, writes)
      noting(writes, () => app(req, res))
    },
    { port: 0, host: '127.0.0.1' },
  )
  // Whoever asks is in this process, which may be busy for longer.
  http.keepAliveTimeout = 0
  const { port } = http.address() as { port: number }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    takeWrites: (call) => {
      const writes = calls.get(call) ?? []
      calls.delete(call)
      return writes
    },
    close: async () => {
      http.close()
      http.closeAllConnections()
      await close()
    },
  }
}
