// The suite as projects of its runner: for the kit, and for npm test.
import { basename, dirname, join, resolve } from 'node:path'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { grace } from '../harness/runner/grace.ts'

const home = resolve(import.meta.dirname, '..')
const folder = basename(home)
/** Files are named from here on, in reports too. */
export const suiteRoot = dirname(home)

/** Files that the kit leaves out: clients of others, and what the negatives are made of. */
const leftOutOfKit = [`${folder}/published-clients/**`, `${folder}/negatives/{faults,groups,snapshot,verdict}.test.*`]

interface Files {
  readonly include: string[]
  readonly exclude: string[]
}

const cases = [`${folder}/**/*.test.{ts,js}`]
/** Of the kit itself. */
const inner = `${folder}/{coverage,harness,mutants,report}/**`
const ofNegatives = `${folder}/negatives/**`

/** Whether a file is one of the negatives. */
export const isOfNegatives = (file: string): boolean => dirname(file).endsWith('/negatives')

/** The sources in the repository, and what is made of them in the package. */
const beside = (name: string): string => join(home, name + (import.meta.filename.endsWith('.ts') ? '.ts' : '.js'))

/** Folders of surfaces that a run asks nothing of: what is in them is about one surface each. */
export const foldersOf = (surfaces: readonly string[]): readonly string[] =>
  surfaces.map((surface) => `${folder}/${surface}/**`)

/** How long a case may take, ms. */
const caseBound = (): number => Number(process.env.CONFORM_CASE_TIMEOUT ?? 30_000)

/** A part of the suite, as npm test runs it: another server takes one worker. */
export const suiteProject = (name: 'contract' | 'negatives'): TestProjectInlineConfiguration => {
  const parts = {
    contract: { include: cases, exclude: [inner, ofNegatives] },
    negatives: { include: [`${folder}/negatives/*.test.{ts,js}`], exclude: [] },
  }
  // Each worker has a server of its own: one waits for the mock while the other one asks. A remote world takes one worker.
  return projectOf(name, parts[name], process.env.TARGET_URL ? 1 : 2)
}

/** What the kit asks: one project, so that a worker goes from the cases to the negatives with all that it has loaded and compiled. */
export const kitProject = (leftOut: readonly string[], negatives: boolean, instances: number) =>
  projectOf(
    'contract',
    { include: cases, exclude: [inner, ...leftOutOfKit, ...leftOut, ...(negatives ? [] : [ofNegatives])] },
    instances,
  )

const projectOf = (name: string, { include, exclude }: Files, maxWorkers: number): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name,
    include,
    exclude,
    // What an assertion compares is said whole, and not as `{ …(7) }`.
    chaiConfig: { truncateThreshold: 0 },
    // A runner has its own idea of what NODE_ENV is.
    env: { NODE_ENV: 'test' },
    globalSetup: [beside('harness/runner/global-setup')],
    setupFiles: [beside('harness/runner/setup')],
    runner: beside('harness/runner/in-words'),
    // Another server is on another machine, perhaps a slow one.
    testTimeout: caseBound() + grace,
    hookTimeout: process.env.TARGET_URL ? caseBound() + grace : 60_000,
    // A worker keeps its modules: its server starts once and every file that it runs talks to it.
    pool: 'threads',
    isolate: false,
    maxWorkers,
  },
})
