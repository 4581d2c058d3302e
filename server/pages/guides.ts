// The pages of docs/, as they are written: for tools that read.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Guide {
  /** The last part of its address, such as `sandbox.md`; what stands in a folder has that before it, `decisions-text.md`. */
  readonly name: string
  readonly title: string
  /** Its first sentence. */
  readonly about: string
  readonly text: string
}

// The package brings them along; in the repository they stand beside the server.
const packed = new URL('../docs/', import.meta.url)
const folder = existsSync(packed) ? packed : new URL('../../docs/', import.meta.url)

const nameOf = (path: string): string => path.replaceAll('/', '-')

/** Of each page its path in docs/, in the order of the alphabet. */
const listPaths = (): string[] =>
  readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort()

const read = (path: string, served: ReadonlySet<string>): Guide => {
  const text = withServedLinks(readFileSync(new URL(path, folder), 'utf8'), path, served)
  const [, title = path, first = ''] = /^# (.+)\n+((?:[^\n]+\n?)+)/.exec(text) ?? []
  const [about = first] = /^.+?\.(?=\s|$)/s.exec(first) ?? []
  return { name: nameOf(path), title, about: plain(about), text }
}

/** Links to files beside the pages lead nowhere here: of those the words are left, and of pictures nothing. Examples of code stay as they are. */
const withServedLinks = (text: string, path: string, served: ReadonlySet<string>): string =>
  text
    .split(/(^```.*?^```$)/ms)
    .map((part) => (part.startsWith('```') ? part : linkServed(part, path, served)))
    .join('')

const linkServed = (text: string, path: string, served: ReadonlySet<string>): string =>
  text
    .replaceAll(/!\[[^\]]*\]\((?!https?:)[^)]*\)\n*/g, '')
    .replaceAll(
      /\[([^\]]+)\]\((?![a-z]+:|[#/])([^)#\s]+)(#[^)\s]*)?\)/g,
      (_link, words: string, to: string, part = '') => {
        const target = posix.join(posix.dirname(path), to)
        if (!served.has(target)) return words
        // A page of a folder has its address beside all others.
        return `[${words}](${nameOf(target)}${part})`
      },
    )

/** A sentence on one line, with the words of its links alone. */
const plain = (about: string): string =>
  about
    .replaceAll('\n', ' ')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/:?\s*$/, (end) => (end.startsWith(':') ? '.' : ''))

let guides: ReadonlyMap<string, Guide> | undefined

/** All pages by their names, in the order of the alphabet. Read once, when somebody asks first. */
export const readGuides = (): ReadonlyMap<string, Guide> => (guides ??= readAll())

const readAll = (): ReadonlyMap<string, Guide> => {
  const paths = listPaths()
  const served = new Set(paths)
  return new Map(paths.map((path) => [nameOf(path), read(path, served)]))
}

/** What there is to read, in the form of llmstxt.org: a name, a sentence, lists of links. `base` is the address of the service. */
export const listGuides = (all: readonly Guide[], base: string): string => {
  const line = ({ name, title, about }: Guide) => `- [${title}](${base}/docs/${name}): ${about}`
  const decisions = all.filter(isDecision)
  const pages = all.filter((guide) => !isDecision(guide))
  return `# Countersign

> A contract-first auth service: one OpenAPI 3.1 document generates the server's stubs, the client's types and a mock; every request and every
> answer is held to it, and one suite of tests runs against mock and server. It speaks the protocols of four auth systems on one core.

## Contract

- [OpenAPI 3.1](${base}/openapi.json): Every operation, its examples, and the codes it can refuse with.
- [OpenID Connect](${base}/.well-known/openid-configuration): What the provider can do.

## Guides

${pages.map(line).join('\n')}

## Optional

${decisions.map(line).join('\n')}
`
}

const isDecision = ({ name }: Guide): boolean => name.startsWith('decisions-')
