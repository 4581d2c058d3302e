// Our own contract, as it is published and as its checks were compiled: each part is read once, when somebody first asks for it. A start needs
// no more of it than a small part.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { operations } from '../../generated/operations.ts'
import { once } from '../model/once.ts'
import type { CompiledChecks, ReadableContract } from './checks.ts'
import type { Document } from './document.ts'
import { type Evaluate, evaluated } from './evaluate-checks.ts'

/** Its text, and what that says. */
export const publishedContract = once(() => {
  const text = readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')
  return { text, document: JSON.parse(text) as Document }
})

/** What is read beside its checks; they are in a folder of that name. */
const readable = new URL('../../generated/checks.json', import.meta.url)

export const ownContract = once((): ReadableContract => ({
  document: JSON.parse(readFileSync(readable, 'utf8')) as Document,
  checksOf: (id) => checksOfSurface(operations[id as keyof typeof operations].surface)[id]!,
}))

const surfaces = new Map<string, Readonly<Record<string, CompiledChecks>>>()
// At once: whoever checks a request cannot wait.
const require = createRequire(import.meta.url)

const checksOfSurface = (surface: string): Readonly<Record<string, CompiledChecks>> => {
  const known = surfaces.get(surface)
  if (known) return known
  const read = evaluated(require(fileURLToPath(new URL(`checks/${surface}.cjs`, readable))) as Evaluate)
  surfaces.set(surface, read)
  return read
}
