// One root document of many files. A resource's file, spec/<surface>/<resource>.yaml, holds its paths and says in `tag` what
// it is about, so that whoever adds an operation touches no list.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'yaml'

/** A path in one file. */
interface Place {
  readonly file: string
  readonly pointer: string
  readonly tag: string
  readonly methods: readonly string[]
  /** Whether the item says something of all its methods. */
  readonly isShared: boolean
}

export interface Assembled {
  /** `openapi.yaml` with the tags, and with paths that point into the files. */
  readonly root: object
  /** The tag of each operation, by method and path: `post /auth/sign-in`. */
  readonly tagOf: ReadonlyMap<string, string>
  readonly problems: readonly string[]
}

const methodNames = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

/** Reads every resource of the folder, in the order of names. References in the root are absolute. */
export const assemble = (specFolder: string): Assembled => {
  const tags: { name: string; description: string }[] = []
  const places = new Map<string, Place[]>()
  const problems: string[] = []
  for (const file of yamlFiles(specFolder)) {
    const name = relative(specFolder, file)
    const resource = readYaml(file)
    const items = Object.entries(resource).filter(([key]) => key.startsWith('/'))
    if (items.length === 0) continue
    const tag = name.replace(/\.yaml$/, '').replace('/', '.')
    if (typeof resource.tag === 'string') tags.push({ name: tag, description: resource.tag })
    else problems.push(`${name}: does not say in "tag" what its operations are about`)
    for (const [path, item] of items) {
      const pointer = `${file}#/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const keys = Object.keys(item as object)
      const methods = keys.filter((key) => methodNames.has(key))
      const place = { file: name, pointer, tag, methods, isShared: methods.length < keys.length }
      places.set(path, [...(places.get(path) ?? []), place])
    }
  }
  const paths = Object.fromEntries([...places].map(([path, found]) => [path, toPathItem(path, found, problems)]))
  const tagOf = new Map(
    [...places].flatMap(([path, found]) =>
      found.flatMap(({ methods, tag }) => methods.map((method) => [`${method} ${path}`, tag] as const)),
    ),
  )
  return { root: { ...readYaml(join(specFolder, 'openapi.yaml')), tags, paths }, tagOf, problems }
}

/** Two resources may share a path, as a page and the call behind it do: then each gives its methods. */
const toPathItem = (path: string, places: readonly Place[], problems: string[]): object => {
  if (places.length === 1) return { $ref: places[0]!.pointer }
  const item: Record<string, object> = {}
  for (const { file, pointer, methods, isShared } of places) {
    if (isShared) problems.push(`${file}: ${path} stands in another file too, so each method has to say all by itself`)
    for (const method of methods) {
      if (item[method]) problems.push(`${file}: ${method} ${path} stands in another file too`)
      item[method] = { $ref: `${pointer}/${method}` }
    }
  }
  return item
}

/** Every YAML file below the folder, in the order of names. */
export const yamlFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))

const readYaml = (file: string): Record<string, unknown> =>
  (parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>
