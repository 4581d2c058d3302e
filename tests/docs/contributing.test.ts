// What CONTRIBUTING shows of files is in those files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** A file by its name, and the block of code that is shown of it. */
const shown = [...read('CONTRIBUTING.md').matchAll(/^\*\*\d\. [^`]*`([^`]+)`[^]*?^```\w+\n([^]*?)^```$/gm)].map(
  ([, file = '', code = '']) => [file, code] as const,
)

/** The first line that does not come after the one before it. */
const missingIn = (text: string, lines: readonly string[]): string | undefined => {
  let from = 0
  return lines.find((line) => {
    const at = text.indexOf(`${line}\n`, from)
    from = at + line.length
    return at < 0
  })
}

it('shows three files of an operation', () => expect(shown).toHaveLength(3))

it.each(shown)('shows %s as it is', (file, code) => {
  expect(missingIn(read(file), code.trimEnd().split('\n'))).toBeUndefined()
})
