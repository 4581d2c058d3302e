// What a run of the suite leaves behind: which exchange stands for each cell of the contract, and which test touched what.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OperationId } from '../../../generated/operations.ts'
import type { Print } from './print.ts'

export type TargetName = 'mock' | 'real' | 'remote'

/** A request and its answer, with secrets masked and bodies cut short. */
export interface Exchange {
  readonly target: TargetName
  readonly operation: OperationId
  /** The declared status that it stands for: what was expected where a case expected something, else what came. */
  readonly status: number
  /** The named example that a case expected; empty where none did. */
  readonly example: string
  /** The security requirement that the request tried: names of security schemes. */
  readonly alternative: string
  readonly verdict: 'kept' | 'broken'
  /** Why it is broken. */
  readonly problems: readonly string[]
  readonly file: string
  readonly test: string
  readonly request: { readonly method: string; readonly url: string; readonly headers: Lines; readonly body: string }
  readonly answer: { readonly status: number; readonly headers: Lines; readonly body: string }
}

export type Lines = readonly (readonly [name: string, value: string])[]

/** An exchange that stands for its cell, and how many there were like it. */
export interface Cell extends Exchange {
  readonly count: number
}

/** One way in which a target has answered a cell. */
export interface Look {
  readonly target: TargetName
  readonly operation: OperationId
  readonly status: number
  readonly example: string
  readonly print: Print
}

/** The operations that one test sent requests to, arranging its world included. */
export interface Touch {
  readonly file: string
  readonly test: string
  readonly target: TargetName
  readonly operations: readonly OperationId[]
}

export const recordsFolder = (): string =>
  process.env.CONFORM_RECORDS ?? join(import.meta.dirname, '../../../.data/records')

/** What places an exchange in the contract. */
type Place = Pick<Exchange, 'target' | 'operation' | 'status' | 'example' | 'alternative'>

export const keyOf = ({ target, operation, status, example, alternative }: Place): string =>
  [target, operation, status, example, alternative].join(' ')

/** A broken exchange stands before a kept one, and the first of equals stays. */
export const standsBefore = (one: Pick<Exchange, 'verdict'>, other: Pick<Exchange, 'verdict'>): boolean =>
  one.verdict === 'broken' && other.verdict === 'kept'

/** Forgets the last run. */
export const clearRecords = (): void => rmSync(recordsFolder(), { recursive: true, force: true })

/** Appends to a worker's file. */
export const appendRecords = (kind: 'cells' | 'looks' | 'touches', worker: string, rows: readonly unknown[]): void => {
  if (rows.length === 0) return
  mkdirSync(recordsFolder(), { recursive: true })
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  appendFileSync(join(recordsFolder(), `${kind}-${worker}.ndjson`), lines)
}

const readRows = <Content>(kind: string): Content[] =>
  (existsSync(recordsFolder()) ? readdirSync(recordsFolder()).sort() : [])
    .filter((name) => name.startsWith(`${kind}-`))
    .flatMap((name) => readFileSync(join(recordsFolder(), name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Content)

/** A row of a worker: the exchange the first time, and then only how often its cell was met again. */
export type Row = { readonly key: string; readonly count: number } & Partial<Exchange>

const isExchange = (row: Row): row is Row & Exchange => row.verdict !== undefined

/** Puts a row to what is known of its cell. */
export const addRow = (cells: Map<string, Cell>, row: Row): void => {
  const known = cells.get(row.key)
  const count = row.count + (known?.count ?? 0)
  if (isExchange(row) && (!known || standsBefore(row, known))) cells.set(row.key, { ...row, count })
  else if (known) cells.set(row.key, { ...known, count })
}

/** One exchange a cell, from all workers. */
export const readCells = (): Cell[] => {
  const cells = new Map<string, Cell>()
  for (const row of readRows<Row>('cells')) addRow(cells, row)
  return [...cells.values()]
}

/** In which ways each target has answered, from all workers. */
export const readLooks = (): Look[] => readRows<Look>('looks')

/** Which test sent what, from all workers. */
export const readTouches = (): Touch[] => readRows<Touch>('touches')
