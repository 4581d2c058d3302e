// Whoever reads a page does what it says, and sees what it shows. `npm run docs:update` writes down what has changed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { comparable, pairsOfIds, shareOut } from '../../scripts/docs/compare.ts'
import { notRun, readPage } from '../../scripts/docs/examples.ts'
import { type Ran, isShown, pages, runPage } from '../../scripts/docs/run-page.ts'

const root = join(import.meta.dirname, '../..')

describe.each(pages())('%s', (name) => {
  const page = readPage(readFileSync(join(root, name), 'utf8'))
  const { programs } = page
  const run = page.examples.filter((example) => example.notRun === undefined)
  if (run.length === 0) return it('has no commands to run', () => expect(run).toEqual([]))
  let ran: readonly Ran[]

  beforeAll(async () => {
    ran = await runPage(page)
    // One page has the kit ask a whole server.
  })

  it.each(run.map((example, at) => [example.commands.from + 1, at] as const))(
    'line %d does what it shows',
    (_line, at) => {
      const { code, out, errors, example } = ran[at]!
      expect({ code, errors }).toEqual({ code: 0, errors: '' })
      for (const { block, printed } of shareOut(example.printed, out)) {
        expect(comparable(printed, block.kind)).toEqual(comparable(block.text, block.kind))
      }
    },
  )

  it('shows no answer without its commands', () => {
    expect(page.unasked).toEqual([])
  })

  it('shows what is the same by the same id', () => {
    const pairs = ran.flatMap(({ example, out }) => shareOut(example.printed, out).flatMap(pairsOfIds))
    const there = Object.fromEntries(pairs)
    const back = Object.fromEntries(pairs.map(([onPage, id]) => [id, onPage]))
    expect(pairs).toEqual(pairs.map(([onPage]) => [onPage, there[onPage]]))
    expect(pairs).toEqual(pairs.map(([, id]) => [back[id], id]))
  })

  if (programs.length === 0) return
  it.each(programs.map((program) => [program.from + 1, program] as const))(
    'the program in line %d is run, or of a file, or says why not',
    (_line, program) => {
      if (notRun(program)) return
      if (isShown(program)) return expect(readFileSync(join(root, program.info), 'utf8')).toContain(program.text)
      const commands = run.map(({ commands: { text } }) => text).join('\n')
      expect(commands).toContain(program.info || 'a name of the file')
    },
  )
})
