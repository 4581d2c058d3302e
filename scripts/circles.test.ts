// No file needs itself by way of others, and in the kit no folder does.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

type Arrows = ReadonlyMap<string, ReadonlySet<string>>

/** What each source file below a folder imports of the others, types too. */
const arrowsIn = (folder: string): Arrows => {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  const files = names.filter(
    (name) => /\.(ts|tsx)$/.test(name) && !/(^|\/)node_modules\/|\.test\.tsx?$|\.d\.ts$/.test(name),
  )
  const there = new Set(files)
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, folder, file), 'utf8'))
      const targets = importedFiles.map(({ fileName }) => normalize(join(dirname(file), fileName)))
      return [file, new Set(targets.filter((target) => there.has(target)))]
    }),
  )
}

/** The same between folders. */
const ofFolders = (arrows: Arrows): Arrows => {
  const folders = Map.groupBy(arrows, ([file]) => dirname(file))
  return new Map(
    [...folders].map(([folder, files]) => {
      const targets = files.flatMap(([, some]) => [...some].map((target) => dirname(target)))
      return [folder, new Set(targets.filter((target) => target !== folder))]
    }),
  )
}

/** Those that need nothing of these. */
const endsOf = (arrows: Arrows): string[] =>
  [...arrows].filter(([, targets]) => ![...targets].some((target) => arrows.has(target))).map(([name]) => name)

const turned = (arrows: Arrows): Arrows =>
  new Map(
    [...arrows.keys()].map((name) => [name, new Set([...arrows].flatMap(([one, to]) => (to.has(name) ? one : [])))]),
  )

/** What is left once what needs nothing else, and what nothing else needs, is taken away, again and again. */
const inCircles = (arrows: Arrows): string[] => {
  let left = new Map(arrows)
  for (const side of [arrows, turned(arrows)]) {
    left = new Map([...side].filter(([name]) => left.has(name)))
    for (let ends = endsOf(left); ends.length > 0; ends = endsOf(left)) for (const name of ends) left.delete(name)
  }
  return [...left.keys()].sort()
}

it.each(['server', 'client', 'testing', 'contract-tests', 'spec/generate', 'scripts', 'bench'])(
  'no file of %s needs itself',
  (folder) => expect(inCircles(arrowsIn(folder))).toEqual([]),
)

it('no folder of the kit needs itself', () => {
  const folders = ofFolders(arrowsIn('contract-tests'))
  expect(folders.size).toBeGreaterThan(15)
  expect(inCircles(folders)).toEqual([])
})

it('a circle is seen', () => {
  const some = (names: string) => new Set(names)
  expect(
    inCircles(
      new Map([
        ['a', some('b')],
        ['b', some('c')],
        ['c', some('b')],
        ['d', some('')],
      ]),
    ),
  ).toEqual(['b', 'c'])
})
