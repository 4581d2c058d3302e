import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLines } from '../../server/outside/log-lines.ts'

/** A disk with room for so many bytes; more is written as far as there is room, and then refused. */
const disk = (room: number) => {
  let written = ''
  return {
    text: () => written,
    free: (more: number) => void (room += more),
    write: (_fd: number, bytes: Buffer): number => {
      if (room === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      const part = bytes.subarray(0, Math.min(room, 8))
      room -= part.length
      written += part.toString()
      return part.length
    },
  }
}

describe('lines of a log', () => {
  it('are written whole, however little is taken at once', () => {
    const { write, text } = disk(1000)
    const lines = createLines(1, write)
    lines.write('{"msg":"a line that is longer"}\n')
    lines.write('{"msg":"b"}\n')
    lines.flush()
    expect([text(), lines.lost()]).toEqual(['{"msg":"a line that is longer"}\n{"msg":"b"}\n', 0])
  })

  it('are dropped and counted while the disk is full, and that is told once there is room', () => {
    const { write, text, free } = disk(20)
    const lines = createLines(1, write)
    lines.write('{"msg":"one"}\n')
    for (const _ of [1, 2, 3]) lines.write('{"msg":"much too long"}\n')
    lines.flush()
    expect(lines.lost()).toBe(3)
    free(1000)
    lines.write('{"msg":"again"}\n')
    lines.write('{"msg":"more"}\n')
    lines.flush()
    expect(lines.lost()).toBe(3)
    const [first, torn, told, ...rest] = text().trimEnd().split('\n')
    expect([first, torn, rest]).toEqual(['{"msg":"one"}', '{"msg"', ['{"msg":"again"}', '{"msg":"more"}']])
    expect(JSON.parse(told!)).toMatchObject({ level: 'warn', lost: 3 })
  })

  it('of one turn are one write, without anybody asking, and as many as fill a page do not wait', async () => {
    const written: string[] = []
    const lines = createLines(1, (_fd, bytes) => {
      written.push(bytes.toString())
      return bytes.length
    })
    lines.write('one\n')
    lines.write('two\n')
    expect(written).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(written).toEqual(['one\ntwo\n'])
    lines.write(`${'x'.repeat(70_000)}\n`)
    expect(written).toHaveLength(2)
  })

  it('are written by a process that ends, also of an error that nobody caught', () => {
    const script = `
      import { createLines } from ${JSON.stringify(join(import.meta.dirname, '../../server/outside/log-lines.ts'))}
      createLines(1).write('the last line\\n')
      throw new Error('nobody catches it')`
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect([stdout, status]).toEqual(['the last line\n', 1])
  })
})
