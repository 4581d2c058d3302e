// How the world of a target is made where public operations and the sandbox do not reach: a module of its owner's.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mailboxWorld, mailpit } from '../worlds/mailbox.ts'
import { nobodyWorld } from '../worlds/nobody.ts'
import { peopleWorld } from '../worlds/people.ts'
import type { Aliases } from './aliases.ts'
import type { Seeds } from './seeds.ts'

export { type KindOf, type Letter, type ReadMailbox } from '../worlds/mailbox.ts'
export { mailboxWorld, mailpit, nobodyWorld, peopleWorld }

/** The worlds of the kit: a module that makes one of them need not find the kit's package. */
export const worlds = { mailboxWorld, mailpit, nobodyWorld, peopleWorld }

/**
 * The words that cases arrange their world with. Each that is given replaces the default, which goes by public operations and
 * the sandbox; a case whose words can neither be said here nor there is skipped, with the reason in the report.
 *
 * - `reset` empties the world before each case and puts the fixed values of `GET /sandbox/credentials` back.
 * - `user`, `projectUser`, `appUser`, `administrator` make a person and sign them in.
 * - `wait` moves the clock; `totp` gives a code of a second factor.
 * - `mail` gives the newest mail of a kind to an address, with its `code`, `link` and `token`.
 *
 * All others are in `Seeds`, one line each.
 */
export interface World extends Partial<Omit<Seeds, Inside>> {
  /** Empties the world. Without it: `POST /sandbox/reset`. */
  readonly reset?: () => Promise<void>
  /** Addresses of people who are there already: they sign in, and nobody else is to be had. */
  readonly people?: readonly string[]
  /** What people and clients of the cases are called there. */
  readonly aliases?: Aliases
  /** The only words that can be said; a case that needs another one is skipped. */
  readonly only?: readonly Exclude<keyof Seeds, Inside>[]
}

/** Words that reach inside the server. */
type Inside = 'fail' | 'settings' | 'allow' | 'calls'

/** What a world module exports under the name `openWorld`. */
export type OpenWorld = (url: string, kit: typeof worlds) => World | Promise<World>

/** The world of a module; an empty one where none was named. */
export const loadWorld = async (path: string | undefined, url: string): Promise<World> => {
  if (!path) return {}
  const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as { openWorld?: OpenWorld }
  if (typeof module.openWorld !== 'function') throw new Error(`${path} does not export a function openWorld.`)
  return module.openWorld(url, worlds)
}
