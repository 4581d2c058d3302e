// What holds of the pages as texts: that they are short and plain, and that the files that ARCHITECTURE.md and SECURITY.md name are there, from the root or below `server/`.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What stands in backticks and is a file or a folder: `docs/settings.md`, `storage/*.ts`, `identity/authorization/`. */
const namedIn = (text: string) =>
  [...text.matchAll(/`([\w.*-]+\/[\w.*/-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => path.endsWith('/') || /\.\w+$/.test(path))

it('README.md is read in one go', () =>
  expect(readFileSync(`${root}README.md`, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(120))

it.each(['ARCHITECTURE.md', 'SECURITY.md'])('every file that %s names is there', (page) => {
  const paths = new Set(namedIn(readFileSync(`${root}${page}`, 'utf8')))
  expect(paths.size).toBeGreaterThan(20)
  expect([...paths].filter((path) => globSync([path, `server/${path}`], { cwd: root }).length === 0)).toEqual([])
})

it('ARCHITECTURE.md begins with the layers and the words, and numbers its decisions in their order', () => {
  const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8')
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
    ...['Words', 'The path of a request', 'Decisions', 'Known quirks: do not copy'],
  ])
  const words = [...text.split('## The path of a request')[0]!.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].map(
    ([, word]) => word!,
  )
  const sorted = words.slice(2)
  expect(sorted.length).toBeGreaterThan(30)
  expect(sorted).toEqual(sorted.toSorted((one, other) => one.localeCompare(other, 'en')))
  const numbers = [...text.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

it('no word stands for another that the field has', () => {
  const ours = /\b(purses?|errands?|furnish\w*|doors?|milliards?|dossiers?|steward\w*)\b/i
  const folders = '{server,client,console,contract-tests,testing,spec,scripts,bench,tests}'
  const others = /node_modules|released|languages|CHANGELOG|docs\/paths\.test/
  const found = globSync(['*.md', 'docs/**/*.md', `${folders}/**/*.{ts,js,yaml,md}`], { cwd: root })
  const written = found.filter((path) => !others.test(path))
  expect(written.length).toBeGreaterThan(1500)
  expect(written.filter((path) => ours.test(readFileSync(`${root}${path}`, 'utf8')))).toEqual([])
})
