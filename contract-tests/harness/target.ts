// Where cases run: the mock, this server in process, or another implementation by its URL.
import { inject } from 'vitest'
import type { ErrorCode } from '../../generated/errors.ts'
import type { OperationId } from '../../generated/operations.ts'
import type { AuthSettings } from '../../server/model/environment.ts'
import type { LimitName } from '../../server/model/limits.ts'
import type { QuotaName } from '../../server/model/quotas.ts'
import { useAliases } from './aliases.ts'
import { recorder } from './recording.ts'
import type { TargetName } from './records.ts'
import { type World, loadWorld } from './world.ts'

/** @internal */
export type Bounded = LimitName | QuotaName

/** How many of a kind there may be, or how often something may be done in its window. @internal */
export type Allowed = Readonly<Partial<Record<Bounded, number>>>

export interface Target {
  readonly name: TargetName
  readonly baseUrl: string
  /** Makes the next call of one operation fail inside; absent where nobody can reach inside. */
  readonly fail?: (id: OperationId, how: ErrorCode | Error) => void
  /** Switches settings of the sandbox's environment; absent where nobody can reach inside. @internal */
  readonly settings?: (changed: Partial<AuthSettings>) => Promise<void>
  /** Every row of its database but those that count and those that log; absent where nobody can reach inside. */
  readonly rows?: () => Promise<readonly string[]>
  /** Sets quotas and limits, or with none all back; absent where nobody can reach inside. @internal */
  readonly allow?: (changed?: Allowed) => void
  /** Counts calls as ever, or has everybody called too often; absent where nobody can reach inside. */
  readonly calls?: (fit: boolean) => void
  /** How its owner arranges it. */
  readonly world?: World
}

const openTargets = async (): Promise<readonly Target[]> => {
  const remote = process.env.TARGET_URL
  if (remote) {
    const baseUrl = remote.replace(/\/+$/, '')
    const world = await loadWorld(process.env.CONFORM_WORLD, baseUrl)
    useAliases(world.aliases)
    return [{ name: 'remote', baseUrl, world }]
  }
  // The kit that is published asks by a URL alone, and is without the server.
  const { startReal } = await import('./in-process.ts')
  if (process.env.MUTANTS) {
    const { putInFront } = await import('../mutants/proxy.ts')
    const real = await startReal()
    return [{ ...real, baseUrl: await putInFront(real.baseUrl) }]
  }
  const mockUrl = inject('mockUrl')
  if (!mockUrl) throw new Error('The mock is not running: start the suite by npm test.')
  return [{ name: 'mock', baseUrl: mockUrl }, await startReal()]
}

/** Started once; every file of the suite talks to the same ones. */
export const targets = await openTargets()
for (const { name, baseUrl } of targets) recorder.nameTarget(baseUrl, name)
