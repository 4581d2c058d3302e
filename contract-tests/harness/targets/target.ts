// Where cases run: the mock, this server in process, or another implementation by its URL.
import { inject } from 'vitest'
import { useAliases } from '../requests/aliases.ts'
import { recorder } from '../recorder/recording.ts'
import { loadWorld } from '../worlds/index.ts'
import type { Target } from '../seeds/world.ts'

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
    const { putInFront } = await import('../../mutants/proxy.ts')
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
