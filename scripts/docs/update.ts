// `npm run docs:update`: runs what the pages show, and writes down what it printed where a page tells otherwise.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../../spec/generate/run.ts'
import { type Shown, comparable, pairsOfIds, shareOut } from './compare.ts'
import { readPage } from './examples.ts'
import { layOut } from './layout.ts'
import { type Ran, pages, runPage } from './run-page.ts'

const isTrue = ({ block, printed }: Shown) =>
  isDeepStrictEqual(comparable(printed, block.kind), comparable(block.text, block.kind))

/** The text of a page with its untrue blocks rewritten. Ids keep the spelling that the rest of the page has for them. */
const rewrite = (text: string, ran: readonly Ran[]): { readonly text: string; readonly changed: readonly number[] } => {
  const shown = ran.flatMap(({ example, out }) => shareOut(example.printed, out))
  const known = new Map(shown.filter(isTrue).flatMap((one) => pairsOfIds(one).map(([onPage, id]) => [id, onPage])))
  const lines = text.split('\n')
  const untrue = shown.filter((one) => !isTrue(one))
  // From the end, so that the lines of what is still to be written stay where they are.
  for (const { block, printed } of untrue.toReversed()) {
    const laidOut = layOut(printed, block.kind, block.text)
    const familiar = [...known].reduce((left, [id, onPage]) => left.replaceAll(id, onPage), laidOut)
    lines.splice(block.from, block.to - block.from, ...familiar.split('\n'))
  }
  return { text: lines.join('\n'), changed: untrue.map(({ block }) => block.from + 1) }
}

const update = async (name: string): Promise<boolean> => {
  const file = join(root, name)
  const text = readFileSync(file, 'utf8')
  const ran = await runPage(readPage(text))
  const failed = ran.filter(({ code, errors }) => code !== 0 || errors !== '')
  for (const { example, code, errors } of failed) {
    process.stderr.write(`${name}:${example.commands.from + 1} ended with ${code}. ${errors.trim()}\n`)
  }
  // What a command prints that failed, or one after it, is nothing to show.
  if (failed.length > 0) return false
  const rewritten = rewrite(text, ran)
  if (rewritten.changed.length > 0) writeFileSync(file, rewritten.text)
  process.stdout.write(
    `${name}: ${rewritten.changed.length === 0 ? 'true' : `lines ${rewritten.changed.join(', ')}`}\n`,
  )
  return true
}

const asked = process.argv.slice(2)
const results: boolean[] = []
for (const name of asked.length > 0 ? asked : pages()) results.push(await update(name))
process.exit(results.every(Boolean) ? 0 : 1)
