// How the world of a target is made where public operations and the sandbox do not reach: a module of its owner's.
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { imap } from './imap.ts'
import { mailboxWorld, mailpit } from './mailbox.ts'
import { nobodyWorld } from './nobody.ts'
import { peopleWorld } from './people.ts'
import type { World } from '../seeds/world.ts'

export type { World } from '../seeds/world.ts'
export { type KindOf, type Letter, type ReadMailbox } from './mailbox.ts'
export { type ImapOptions } from './imap.ts'
export { imap, mailboxWorld, mailpit, nobodyWorld, peopleWorld }

/** The worlds of the kit: a module that makes one of them need not find the kit's package. */
export const worlds = { imap, mailboxWorld, mailpit, nobodyWorld, peopleWorld }

/** What a world module exports under the name `openWorld`. */
export type OpenWorld = (url: string, kit: typeof worlds) => World | Promise<World>

/** A package of CommonJS, as `npm init` begins one, has its files read so: then `export` and `import` are no words. */
const isForCommonJs = (error: unknown, path: string): boolean =>
  error instanceof SyntaxError && /\.[jt]s$/.test(path) && /'(export|import)'|import statement/.test(error.message)

const asModule = (path: string): string =>
  `it is read as CommonJS, as its package.json says; name it ${basename(path).replace(/([jt]s)$/, 'm$1')}, or say "type": "module" there.`

/** The world of a module; an empty one where none was named. */
export const loadWorld = async (path: string | undefined, url: string): Promise<World> => {
  if (!path) return {}
  const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw isForCommonJs(error, path) ? new Error(asModule(path)) : error
  })) as { openWorld?: OpenWorld }
  if (typeof module.openWorld !== 'function') throw new Error(`${path} does not export a function openWorld.`)
  return module.openWorld(url, worlds)
}
