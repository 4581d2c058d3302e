// The examples of a page: its commands, and what the page says that they print.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Example {
  /** The line of the page where the commands begin. */
  readonly line: number
  readonly commands: string
  /** What the page says that they print; undefined where it says nothing. */
  readonly printed: { readonly kind: 'json' | 'text'; readonly text: string } | undefined
  /** Why the commands are not run here, by the page itself: ```sh not-run: REASON. */
  readonly notRun: string | undefined
}

/**
 * Reads the examples of a page in order. A block marked `sh` holds commands, and a `json` or `text` block after it what they
 * print. An HTML comment that begins with `sh` holds commands that a reader has no need to see.
 */
export const readExamples = (page: string): Example[] => {
  const examples: Example[] = []
  const lines = page.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const [, hidden] = /^<!-- (sh)$/.exec(lines[at]!) ?? []
    const [, fence = '', kind = '', notRun] = /^(```+)(\w*)(?: not-run: (.+))?$/.exec(lines[at]!) ?? []
    if (!hidden && fence === '') continue
    const end = lines.indexOf(hidden ? '-->' : fence, at + 1)
    const text = lines.slice(at + 1, end).join('\n')
    if (hidden || kind === 'sh') {
      examples.push({ line: at + 2, commands: text, printed: undefined, notRun })
    } else if (kind === 'json' || kind === 'text') {
      const last = examples.pop()
      if (last && last.printed === undefined) examples.push({ ...last, printed: { kind, text } })
      else if (last) examples.push(last)
    }
    at = end
  }
  return examples
}

export interface Printed {
  readonly code: number
  readonly out: string
  readonly errors: string
}

/** Runs all of a page's commands in one shell, so that what one sets the next one has. */
export const runExamples = async (
  examples: readonly Example[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly Printed[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'))
  try {
    const script = examples.map(
      ({ commands }, at) => `{\n${commands}\n} > .out.${at} 2> .err.${at}\necho $? > .code.${at}`,
    )
    writeFileSync(join(folder, '.script'), script.join('\n'))
    const shell = spawn('bash', ['.script'], { cwd: folder, env: { ...process.env, ...environment }, stdio: 'ignore' })
    await new Promise((done) => shell.on('close', done))
    const read = (name: string, at: number) => readFileSync(join(folder, `.${name}.${at}`), 'utf8')
    return examples.map((_, at) => ({ code: Number(read('code', at)), out: read('out', at), errors: read('err', at) }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What differs from run to run: a name for each kind of it. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+(\.[\w-]+)*(…|\b)/g, '<jwt>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\b[0-9a-f]{64}\b/g, '<secret>'],
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{22,}(…)?(?![\w-])/g, '<secret>'],
  [/\b[\w]+…/g, '<secret>'],
  [/localhost:\d+/g, 'localhost:<port>'],
  [/(?<=^ada\.)\d+(?=@)/g, '<number>'],
]

const masked = (text: string): string => masks.reduce((left, [pattern, name]) => left.replace(pattern, name), text)

/** The same value with each text masked. */
const maskedJson = (value: unknown): unknown => {
  if (typeof value === 'string') return masked(value)
  if (Array.isArray(value)) return value.map(maskedJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskedJson(inner)]))
}

/** Text or JSON as it can be compared. JSON that is none stays text. */
export const comparable = (text: string, kind: 'json' | 'text'): unknown => {
  if (kind === 'json') {
    try {
      return maskedJson(JSON.parse(text))
    } catch {
      return masked(text.trim())
    }
  }
  return masked(text.trim())
    .split('\n')
    .map((line) => line.trimEnd())
}
