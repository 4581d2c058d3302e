// Addresses in what was compiled: in the repository packages reach each other by paths, and once installed by their names.
import { dirname, join, relative } from 'node:path/posix'
import ts from 'typescript'
import { type Package, packages, readManifest } from './packages.ts'

const within = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

const asBuilt = (path: string): string => path.replace(/(?<!\.d)\.ts$/, '.js')

/** How a file of another package is called from outside. Throws where its package does not export it. */
const publicName = (path: string, from: string): string => {
  const owner = packages.find(({ folder }) => within(path, folder))
  const inside = owner && `./${path.slice(owner.folder.length + 1)}`
  const entry = owner && Object.entries(readManifest(owner.folder).exports).find(([, file]) => asBuilt(file) === inside)
  if (!entry) throw new Error(`${from} takes ${path}, which no package exports.`)
  return owner.name + entry[0].slice(1)
}

/** What a file of the repository is called in a file of the package. */
const addressOf = (specifier: string, file: string, { folder, carries = [], vendors = [] }: Package): string => {
  const vendored = vendors.find((name) => specifier === name)
  if (vendored) return `./${relative(dirname(file), `${folder}/${vendored}.js`)}`
  if (!specifier.startsWith('.')) return specifier
  const path = asBuilt(join(dirname(file), specifier))
  if (within(path, folder)) return asBuilt(specifier)
  const carried = carries.find((other) => within(path, other.folder))
  if (!carried) return publicName(path, file)
  const address = relative(dirname(file), join(folder, carried.as, path.slice(carried.folder.length + 1)))
  return address.startsWith('.') ? address : `./${address}`
}

/** A compiled file, with the addresses that hold once it is installed. `file` is its path in the repository. */
export const rewrite = (text: string, file: string, one: Package): string => {
  const { importedFiles } = ts.preProcessFile(text, true, true)
  const edits = importedFiles.map(({ fileName, pos }) => {
    // `pos` is before the quote in some places and behind it in others.
    const at = text.indexOf(fileName, pos)
    return { at, end: at + fileName.length, by: addressOf(fileName, file, one) }
  })
  const rewritten = edits
    .sort((a, b) => b.at - a.at)
    .reduce((made, { at, end, by }) => made.slice(0, at) + by + made.slice(end), text)
  return rewritten.replace(
    /new URL\((['"])(\.[^'"]+)\1, import\.meta\.url\)/g,
    (whole, quote: string, path: string) => {
      if (within(join(dirname(file), path), one.folder) || path.endsWith('/')) return whole
      const address = `${quote}${addressOf(path, file, one)}${quote}`
      return address.startsWith('.', 1)
        ? `new URL(${address}, import.meta.url)`
        : `new URL(import.meta.resolve(${address}))`
    },
  )
}

/** The relative addresses in a text. */
export const addressesIn = (text: string): readonly string[] =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
