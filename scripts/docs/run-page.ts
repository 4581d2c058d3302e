// Does what a page says, as a reader would in a clone: against a server that has just started, and the mock.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { openMock } from '../../server/mock/mock.ts'
import { startBackground } from '../../server/operations/background.ts'
import { root } from '../../spec/generate/run.ts'
import { startReachableServer } from '../../tests/server-for-tests.ts'
import { type Block, type Example, type Page, notRun } from './examples.ts'

export interface Ran {
  readonly example: Example
  readonly code: number
  readonly out: string
  readonly errors: string
}

/** Where a reader has them. */
const serverUrl = 'http://localhost:3000'
const mockUrl = 'http://localhost:4010'
const callback = `"${serverUrl}/callback"`

/** Its commands are about production, and have a test of their own. */
const ofProduction = 'operating.md'

/** The pages whose commands are run against a sandbox. */
export const pages = (): string[] => [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== ofProduction)
    .map((name) => `docs/${name}`),
]

/** A folder where the repository's files are at hand, and what is written stays out of it. */
const openFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'))
  for (const name of readdirSync(root).filter((entry) => !entry.startsWith('.'))) {
    symlinkSync(join(root, name), join(folder, name))
  }
  return folder
}

/** A program that is a file of the repository is shown, not written. */
export const isShown = ({ info }: Block): boolean => info !== '' && existsSync(join(root, info))

/** Of several commands each is told that fails, not the last one alone. */
const tellFailures = `trap 'echo "Failed with $?: $BASH_COMMAND" >&2' ERR`

/** Runs all of a page's commands in one shell, so that what one sets the next one has. */
export const runPage = async ({ examples, programs }: Page): Promise<readonly Ran[]> => {
  const run = examples.filter((example) => example.notRun === undefined)
  if (run.length === 0) return []
  const server = await startReachableServer()
  // Webhooks are sent by it, as on a server that a reader starts.
  const stopBackground = startBackground(server.world)
  const mock = run.some(({ commands }) => commands.text.includes(mockUrl)) ? await openMock({ port: 0 }) : undefined
  const folder = openFolder()
  const here = (text: string) => text.replaceAll(serverUrl, server.url).replaceAll(mockUrl, mock?.url ?? mockUrl)
  try {
    for (const program of programs.filter((block) => block.info !== '' && !notRun(block) && !isShown(block))) {
      writeFileSync(join(folder, program.info), here(program.text))
    }
    const script = run.map(
      ({ commands }, at) => `{\n${here(commands.text)}\n} > .out.${at} 2> .err.${at}\necho $? > .code.${at}`,
    )
    writeFileSync(join(folder, '.script'), [tellFailures, ...script].join('\n'))
    // A reader's shell knows nothing of a runner of tests.
    const { PATH, HOME } = process.env
    const environment = { PATH: [dirname(process.execPath), PATH].join(delimiter), HOME }
    const shell = spawn('bash', ['.script'], { cwd: folder, env: environment, stdio: 'ignore' })
    await new Promise((done) => shell.on('close', done))
    const there = (text: string) =>
      text
        .replaceAll(server.url, serverUrl)
        .replaceAll(encodeURIComponent(server.url), encodeURIComponent(serverUrl))
        .replaceAll(mock?.url ?? mockUrl, mockUrl)
        // The sandbox allows its own callback and the documented one: at port 3000 they are the same.
        .replaceAll(`${callback},${callback}`, callback)
    const read = (name: string, at: number) => {
      const file = join(folder, `.${name}.${at}`)
      return existsSync(file) ? there(readFileSync(file, 'utf8')) : 'never ran'
    }
    return run.map((example, at) => ({
      example,
      code: Number(read('code', at)),
      out: read('out', at),
      errors: read('err', at),
    }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await stopBackground()
    await mock?.close()
    await server.close()
  }
}
