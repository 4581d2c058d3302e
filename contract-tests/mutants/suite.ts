// Stands in for vitest: collects the suite's tests instead of running them, so that one of them can be run a hundred times
// without a new process. scripts/mutants.ts puts it in vitest's place; `expect` stays vitest's own.
export { expect } from 'vitest'

type Work = (...values: never[]) => unknown
type Hooks = Record<'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll', Work[]>

export interface Suite extends Hooks {
  readonly name: string
}

export interface Test {
  readonly name: string
  readonly title: string
  readonly file: string
  /** From the outside in. */
  readonly suites: readonly Suite[]
  readonly run: () => unknown
}

/** In the order in which the files say them. */
export const collected: Test[] = []

let open: Suite[] = []

/** Begins a file: what it declares at its top counts for it alone. */
export const beginFile = (file: string): void => {
  open = [suiteOf(file)]
}

const suiteOf = (name: string): Suite => ({ name, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] })

const hook = (kind: keyof Hooks) => (work: Work) => void open.at(-1)![kind].push(work)
export const beforeAll = hook('beforeAll')
export const beforeEach = hook('beforeEach')
export const afterEach = hook('afterEach')
export const afterAll = hook('afterAll')

/** A title with the values of a table in it, as vitest writes it. */
const titled = (title: string, values: readonly unknown[]): string => {
  let next = 0
  return title
    .replace(/%s/g, () => String(values[next++]))
    .replace(/\$(\w+)/g, (whole, key: string) => {
      const [row] = values
      return typeof row === 'object' && row !== null && key in row ? String((row as never)[key]) : whole
    })
}

type Declare = (title: string, work: Work) => void

const withTables = (declare: Declare) =>
  Object.assign((title: string, work: Work = () => undefined) => declare(title, work), {
    each: (rows: readonly unknown[]) => (title: string, work: Work) => {
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row]
        declare(titled(title, values), () => work(...(values as never[])))
      }
    },
    skipIf: (skip: boolean) => (skip ? () => undefined : (title: string, work: Work) => declare(title, work)),
  })

export const describe = withTables((title, work) => {
  const before = open
  open = [...open, suiteOf(title)]
  work()
  open = before
})

export const it = withTables((title, work) => {
  const [file, ...suites] = open
  const name = [...suites.map((suite) => suite.name), title].join(' > ')
  collected.push({ name, title, file: file!.name, suites: open, run: work as () => unknown })
})

/** Nothing is provided from outside, and no test of vitest's is running. */
export const inject = (): null => null
export const TestRunner = { getCurrentTest: (): undefined => undefined }
