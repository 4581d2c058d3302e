// Where in spec/ an answer of an operation is written: what a broken case points at.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OperationId, operations } from '../../../generated/operations.ts'

const spec = join(import.meta.dirname, '../../../spec')

const fileOf = (id: OperationId): string => `${operations[id].tag.replace('.', '/')}.yaml`

const texts = new Map<string, readonly string[]>()

/** Empty where the kit is a package, which has the bundle alone. */
const linesOf = (file: string): readonly string[] => {
  const known = texts.get(file)
  if (known) return known
  const path = join(spec, file)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  texts.set(file, lines)
  return lines
}

/** The line of a status of an operation, or of the operation where it declares no such status; without spec/ its line of the bundle. */
export const specLineOf = (id: OperationId, status?: number): string => {
  const file = fileOf(id)
  const lines = linesOf(file)
  const start = lines.findIndex((line) => line.trim() === `operationId: ${id}`)
  if (start < 0) {
    const { file: ofBundle, line } = bundlePlaceOf(id, status)
    return `${ofBundle}:${line}`
  }
  // Until the next operation, or the next path.
  const next = lines.findIndex((line, index) => index > start && /^\S|^\s+operationId: /.test(line))
  const own = lines.slice(start, next < 0 ? undefined : next)
  const ofStatus = own.findIndex((line) => status !== undefined && line.trim().startsWith(`"${status}":`))
  return `spec/${file}:${start + Math.max(ofStatus, 0) + 1}`
}

const bundle = fileURLToPath(new URL('../../../generated/openapi.json', import.meta.url))

/** From which line of the bundle on each operation is written, and where the next one is. */
const spans = new Map<string, readonly [start: number, next: number]>()

const linesOfBundle = (): readonly string[] => {
  const known = texts.get(bundle)
  if (known) return known
  const lines = readFileSync(bundle, 'utf8').split('\n')
  texts.set(bundle, lines)
  const named = lines.flatMap((line, index) => {
    // Links of answers name operations too, further in.
    const [, id] = /^ {8}"operationId": "([\w.]+)"/.exec(line) ?? []
    return id === undefined ? [] : [{ id, index }]
  })
  for (const [at, { id, index }] of named.entries()) spans.set(id, [index, named[at + 1]?.index ?? lines.length])
  return lines
}

/**
 * Where an operation, or a status of it, is written in the bundle, which a kit that is a package has in place of spec/; of no operation the
 * whole of it.
 */
export const bundlePlaceOf = (
  id: OperationId | undefined,
  status?: number,
): { readonly file: string; readonly line: number } => {
  const lines = linesOfBundle()
  const [start, next] = spans.get(id ?? '') ?? [0, 1]
  const ofStatus = lines.slice(start, next).findIndex((line) => line.trim().startsWith(`"${status}": {`))
  const file = relative('', bundle).replaceAll('\\', '/')
  // One that lies elsewhere is no file of whoever reads this.
  return { file: file.startsWith('..') ? 'openapi.json' : file, line: start + Math.max(ofStatus, 0) + 1 }
}
