// One run of the suite, put against the contract: what report.json holds and the page shows.
import { type OperationId, operations } from '../../generated/operations.ts'
import type { Break } from './baseline.ts'
import { alternativesOf } from '../harness/contract/alternatives.ts'
import { type Declared, declared, describeContract } from '../harness/contract/contract.ts'
import { examplesOf, owedBy, shownBy } from '../harness/recorder/coverage.ts'
import type { Cell, TargetName } from '../harness/recorder/records.ts'

/** A test as the runner saw it. */
export interface Outcome {
  readonly file: string
  readonly name: string
  readonly operation: OperationId | undefined
  readonly result: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly reason: string
  readonly milliseconds: number
  /** Whether it failed as the baseline has it. */
  readonly isKnown?: boolean
}

/** The line of the contract that a reason names. */
export const placeIn = (reason: string): { readonly file: string; readonly line: number } | undefined => {
  const [, file, line] = /\((spec\/[\w/.-]+\.yaml):(\d+)\)/.exec(reason) ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** What was asked, of whom and when. */
export interface Run {
  readonly targets: readonly { readonly name: TargetName; readonly address: string }[]
  readonly startedAt: string
  readonly seconds: number
  readonly absent: readonly OperationId[]
  /** Whether only what is there was asked for: what is absent is then no failure. */
  readonly isAbsenceFine?: boolean
  readonly asked: readonly OperationId[]
}

/**
 * The state of one status of one operation, by one security requirement, on one target. `free`: nobody tried it, and nobody has to, because
 * another security requirement stands for it.
 */
export type State = 'kept' | 'broken' | 'untried' | 'free' | 'absent'

export interface StatusReport {
  readonly status: number
  readonly description: string
  /** What the contract says of this answer: media types with their schema, headers, and the named examples. */
  readonly content: readonly { readonly type: string; readonly schema: string }[]
  readonly headers: readonly { readonly name: string; readonly required: boolean }[]
  readonly examples: Readonly<Record<string, unknown>>
  readonly squares: readonly {
    readonly target: TargetName
    readonly requirement: string
    readonly state: State
    readonly count: number
  }[]
  readonly exchanges: readonly Cell[]
}

export interface OperationReport {
  readonly id: OperationId
  readonly surface: string
  readonly resource: string
  readonly summary: string
  readonly method: string
  readonly path: string
  readonly requirements: readonly string[]
  readonly isAbsent: boolean
  readonly statuses: readonly StatusReport[]
}

export interface Report extends Run {
  readonly contract: { readonly title: string; readonly version: string }
  readonly totals: Readonly<Record<State, number>> & {
    readonly operations: number
    readonly exchanges: number
    readonly passed: number
    readonly failed: number
    readonly skipped: number
  }
  readonly operations: readonly OperationReport[]
  readonly tests: readonly Outcome[]
  /** Breaks of the baseline that are there no more. */
  readonly mended: readonly Break[]
}

/** Puts exchanges and tests against the contract. */
export const makeReport = (
  run: Run,
  cells: readonly Cell[],
  tests: readonly Outcome[],
  mended: readonly Break[] = [],
): Report => {
  const byOperation = Map.groupBy(cells, ({ operation }) => operation)
  const reports = inOrder(run.asked).map((id) => reportOperation(run, declared.get(id)!, byOperation.get(id) ?? []))
  const states = reports.flatMap(({ statuses }) => statuses.flatMap(({ squares }) => squares.map(({ state }) => state)))
  const count = <Value>(values: readonly Value[], wanted: Value) => values.filter((value) => value === wanted).length
  const results = tests.map(({ result }) => result)
  return {
    ...run,
    contract: describeContract(),
    totals: {
      operations: reports.length,
      exchanges: cells.reduce((sum, cell) => sum + cell.count, 0),
      kept: count(states, 'kept'),
      broken: count(states, 'broken'),
      untried: count(states, 'untried'),
      free: count(states, 'free'),
      absent: count(states, 'absent'),
      passed: count(results, 'passed'),
      failed: count(results, 'failed'),
      skipped: count(results, 'skipped'),
    },
    operations: reports,
    tests,
    mended,
  }
}

/** Surface by surface and resource by resource; within one, as the contract has them. */
const inOrder = (ids: readonly OperationId[]): OperationId[] => {
  const bySurface = Map.groupBy(ids, (id) => operations[id].surface)
  return [...bySurface.values()].flatMap((own) => [...Map.groupBy(own, (id) => declared.get(id)!.tag).values()].flat())
}

const reportOperation = (run: Run, operation: Declared, cells: readonly Cell[]): OperationReport => {
  const { id, summary, method, path, tag } = operation
  const isAbsent = run.absent.includes(id)
  return {
    id,
    surface: operations[id].surface,
    resource: tag.slice(tag.indexOf('.') + 1),
    summary,
    method,
    path,
    requirements: alternativesOf(id),
    isAbsent,
    statuses: statusesOf(operation, cells).map((status) => reportStatus(run, operation, status, cells)),
  }
}

/** What is declared, and what came all the same. */
const statusesOf = ({ responses }: Declared, cells: readonly Cell[]): number[] =>
  [...new Set([...responses.keys(), ...cells.map(({ status }) => status)])].sort((one, other) => one - other)

const reportStatus = (run: Run, operation: Declared, status: number, cells: readonly Cell[]): StatusReport => {
  const response = operation.responses.get(status)
  const some = cells.filter((cell) => cell.status === status)
  // An exchange that no case expected anything of is worth showing where there is no other.
  const expected = new Set(
    some.filter(({ example }) => example !== '').map(({ target, alternative }) => target + alternative),
  )
  const exchanges = some.filter(
    ({ example, verdict, target, alternative }) =>
      example !== '' || verdict === 'broken' || !expected.has(target + alternative),
  )
  const requirements = alternativesOf(operation.id)
  return {
    status,
    description:
      response?.description ?? (status === 0 ? 'No answer came.' : 'The contract does not know this status here.'),
    content: Object.entries(response?.content ?? {}).map(([type, { schema }]) => ({ type, schema: nameOf(schema) })),
    headers: Object.entries(response?.headers ?? {}).map(([name, { required }]) => ({ name, required })),
    examples: Object.assign(
      {},
      ...Object.values(response?.content ?? {}).map(({ examples }) =>
        Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value])),
      ),
    ) as Record<string, unknown>,
    squares: run.targets.flatMap(({ name: target }) =>
      requirements.map((requirement) => ({
        target,
        requirement,
        ...squareOf(run, operation, status, target, requirement, cells),
      })),
    ),
    exchanges,
  }
}

const nameOf = ({ $ref, type }: Record<string, unknown>): string =>
  typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : String(type ?? 'any')

const squareOf = (
  { absent }: Run,
  operation: Declared,
  status: number,
  target: TargetName,
  requirement: string,
  cells: readonly Cell[],
): { state: State; count: number } => {
  const here = cells.filter((cell) => cell.target === target)
  const ofStatus = here.filter((cell) => cell.status === status)
  const own = ofStatus.filter((cell) => cell.alternative === requirement)
  const count = own.reduce((sum, cell) => sum + cell.count, 0)
  if (own.some(({ verdict }) => verdict === 'broken')) return { state: 'broken', count }
  if (count > 0) return { state: 'kept', count }
  if (absent.includes(operation.id)) return { state: 'absent', count }
  const shown = shownBy(status)
  const owes =
    shown !== undefined &&
    owedBy(operation, requirement).includes(shown) &&
    !here.some((cell) => cell.alternative === requirement && shownBy(cell.status) === shown)
  // Where this security requirement has shown what it owes, and others what the status is like, nothing is left to try.
  return { state: owes || ofStatus.length === 0 ? 'untried' : 'free', count }
}

/** Examples of an operation's status that no exchange stands for. */
export const untriedExamples = (
  operation: Declared,
  { status, exchanges }: StatusReport,
  target: TargetName,
): string[] =>
  examplesOf(operation, status).filter(
    (name) => !exchanges.some((exchange) => exchange.target === target && exchange.example === name),
  )
