// Whoever reads a page does what it says, and sees what it shows.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mock, openMock } from '../../server/mock/mock.ts'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'
import { type Printed, comparable, readExamples, runExamples } from './examples-for-tests.ts'

const root = join(import.meta.dirname, '../..')
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

describe.each(pages)('%s', (name) => {
  const examples = readExamples(readFileSync(join(root, name), 'utf8'))
  const run = examples.filter(({ notRun }) => notRun === undefined)
  if (run.length === 0) return it('has no commands to run', () => expect(run).toEqual([]))
  let server: TestServer
  let mock: Mock
  let printed: readonly Printed[]

  beforeAll(async () => {
    server = await startReachableServer()
    mock = await openMock({ port: 0 })
    const here = (text: string) =>
      text.replaceAll('http://localhost:3000', server.url).replaceAll('http://localhost:4010', mock.url)
    printed = await runExamples(
      run.map((example) => ({ ...example, commands: here(example.commands) })),
      { B: server.url },
    )
  })

  afterAll(async () => {
    await mock?.close()
    await server?.close()
  })

  it.each(run.map((example, at) => [example.line, example, at] as const))(
    'line %d does what it shows',
    (_line, example, at) => {
      const { code, out, errors } = printed[at]!
      expect({ code, errors }).toEqual({ code: 0, errors: '' })
      if (example.printed) {
        const { kind, text } = example.printed
        expect(comparable(out, kind)).toEqual(comparable(text, kind))
      }
    },
  )
})
