// No file needs itself by way of others, from wherever to wherever, and in the kit no folder does.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** All that is written by hand, pages and scripts of browsers too. */
const folders = [
  ...['server', 'client', 'console', 'testing', 'contract-tests', 'spec'],
  ...['scripts', 'bench', 'examples', 'tests'],
]

type Arrows = ReadonlyMap<string, ReadonlySet<string>>

/** What each source file below some folders imports of the others, types too. */
const arrowsIn = (...folders: string[]): Arrows => {
  const names = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const files = names.filter(
    (name) => /\.(ts|tsx|js|mjs)$/.test(name) && !/(^|\/)node_modules\/|\.test\.tsx?$|\.d\.ts$/.test(name),
  )
  const there = new Set(files)
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'))
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

it('no file needs itself', () => {
  const arrows = arrowsIn(...folders)
  const read = (folder: string) => [...arrows.keys()].filter((name) => name.startsWith(`${folder}/`)).length
  for (const folder of [...folders, 'server/pages/assets']) expect([folder, read(folder)]).not.toEqual([folder, 0])
  expect(inCircles(arrows)).toEqual([])
})

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
