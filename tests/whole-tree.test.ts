import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { endTrees, runTree } from './whole-tree-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-tree-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a program in a group of its own, as Playwright does its web servers, and writes down its id. */
const starting = (file: string) => `
const { spawn } = require('node:child_process')
const wait = 'setInterval(() => {}, 1000)'
const inner = spawn('sh', ['-c', '"$0" -e "$1"; true', process.execPath, wait], { detached: true, stdio: 'ignore' })
require('node:fs').writeFileSync(${JSON.stringify(file)}, String(inner.pid))
setInterval(() => {}, 1000)`

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const written = async (file: string): Promise<number> => {
  const read = () => {
    try {
      return Number(readFileSync(file, 'utf8'))
    } catch {
      return 0
    }
  }
  await expect.poll(read, { timeout: 20_000 }).toBeGreaterThan(0)
  return read()
}

const here = { cwd: folder, env: process.env }

describe('a program that starts others', () => {
  it('says what it says', async () => {
    const program = `console.log('out'); console.error('err'); process.exitCode = 3`
    expect(await runTree(process.execPath, ['-e', program], here)).toEqual({ code: 3, out: 'out\n', errors: 'err\n' })
    expect(await runTree('no such program', [], here)).toMatchObject({ code: 1 })
  })

  it('ends with all of them', { timeout: 600_000 }, async () => {
    const file = join(folder, 'ended')
    const ran = runTree(process.execPath, ['-e', starting(file)], here)
    const inner = await written(file)
    await endTrees()
    expect((await ran).code).toBe(1)
    await expect.poll(() => isThere(inner)).toBe(false)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends with all of them when its own starter is ended by %s',
    { timeout: 600_000 },
    async (signal) => {
      const file = join(folder, signal)
      const program = `
      import { runTree } from ${JSON.stringify(join(import.meta.dirname, 'whole-tree-for-tests.ts'))}
      await runTree(process.execPath, ['-e', ${JSON.stringify(starting(file))}], { cwd: '.', env: process.env })`
      const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
        detached: true,
        stdio: 'ignore',
      })
      const inner = await written(file)
      expect(isThere(inner)).toBe(true)
      const gone = once(starter, 'exit')
      // All that a terminal would end.
      process.kill(-starter.pid!, signal)
      await gone
      await expect.poll(() => isThere(inner), { timeout: 20_000 }).toBe(false)
    },
  )
})
