// What the conformance kit says while it runs: one moving line on a terminal, plain lines elsewhere, and what is broken at once.
import { styleText } from 'node:util'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import type { OperationId } from '../../generated/operations.ts'
import type { Gate } from '../report/baseline.ts'
import { harmless } from '../report/github.ts'
import { runIsOver } from '../harness/requests/bounds.ts'
import { brokenElsewhere, whileWorldsAreMade } from '../harness/requests/elsewhere.ts'
import { readCells } from '../harness/recorder/records.ts'
import { ofSeveral, operationIn } from '../harness/requests/selection.ts'
import { plural } from './start.ts'
import { isOfNegatives } from './suite.ts'

interface Where {
  readonly url: string
  readonly operations: readonly OperationId[]
  readonly absent: readonly OperationId[]
  /** Part of the names of the only cases that are asked. */
  readonly only: string | undefined
  /** Which breaks are known. */
  readonly gate: Gate
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Whether the file of known breaks is written anew. */
  readonly isUpdating: boolean
}

export interface ConformReporter extends Reporter {
  /** Whether anything broke that was not known. */
  hasFailed(): boolean
  /** Whether any case was for this run. */
  hasAsked(): boolean
  /** Whether any case was asked, and is kept or broken. */
  hasVerdict(): boolean
  /** Whether the time of the run was over, or somebody ended it, before all was asked. */
  wasCutShort(): boolean
  /** Says that somebody ends the run. What is asked now is the last. */
  end(): void
}

interface Tally {
  kept: number
  broken: number
  skipped: number
}

const emptyTally = (): Tally => ({ kept: 0, broken: 0, skipped: 0 })

/** Generated from the contract, thousands in one file. */
const isNegative = ({ module }: TestCase | TestSuite): boolean => isOfNegatives(module.moduleId)

const keptIn = ({ kept }: Tally, negatives: Tally): string =>
  negatives.kept + negatives.broken === 0
    ? plural(kept, 'case')
    : `${plural(kept - negatives.kept, 'case')} and ${plural(negatives.kept, 'negative')}`

const reasonOf = (test: TestCase): string => (test.result().errors ?? []).map(({ message }) => message).join('\n')

/** The cases of one file, by operation or, for flows over several, together. */
const subjectOf = (test: TestCase): string => operationIn(test.fullName) ?? 'flows'

/** Said of a case that is about something else than the limits that it met. */
const calledTooOften = /\b429 instead of\b|\banswered 429\b/

/** More than these are not told one by one. */
const fewAbsent = 5
const fewThere = 12

/** What is absent, by surface: where that is most of it, by what is there. */
export const absences = (operations: readonly OperationId[], absent: readonly OperationId[]): readonly string[] => {
  const surfaces = Map.groupBy(operations, (id) => id.split('.')[0]!)
  return [...surfaces].flatMap(([surface, all]) => {
    const gone = all.filter((id) => absent.includes(id))
    const there = all.filter((id) => !absent.includes(id))
    if (gone.length <= fewAbsent) return gone
    if (there.length === 0) return [`all ${gone.length} operations of ${surface}`]
    if (there.length <= fewThere) return [`${gone.length} operations of ${surface}, all but ${there.join(', ')}`]
    return [`${gone.length} of ${all.length} operations of ${surface}: the report names them`]
  })
}

export const createReporter = (where: Where): ConformReporter => {
  const { url, operations, absent, only, gate, write, isTerminal, isUpdating } = where
  const paint = (format: 'green' | 'red' | 'dim', text: string) => (isTerminal ? styleText(format, text) : text)
  /** Cases that were not asked for, and those of operations that are absent. */
  const isLeftOut = (test: TestCase): boolean => {
    const id = operationIn(test.fullName)
    if (only && !test.fullName.includes(only)) return true
    const result = test.result()
    // Pending is what the end of the run was too early for.
    if (result.state === 'pending') return id === undefined || !operations.includes(id) || absent.includes(id)
    if (result.state !== 'skipped') return false
    if (id === undefined) return result.note === ofSeveral.named
    return !operations.includes(id) || absent.includes(id)
  }
  const total = emptyTally()
  const ofNegatives = emptyTally()
  const reasons = new Map<string, number>()
  const brokenInCases = new Set<OperationId | undefined>()
  let faults = 0
  /** Broken cases and faults that the baseline has. */
  let known = 0
  let tooMany = 0
  let isEnded = false
  const clear = () => isTerminal && write('\r\u001b[2K')

  const count = (tally: Tally, test: TestCase): void => {
    const { state } = test.result()
    if (isLeftOut(test)) return
    tally[state === 'passed' ? 'kept' : state === 'failed' ? 'broken' : 'skipped'] += 1
  }

  /** Says that something is broken; of what is known that it still is, in one line. Returns whether it was known. */
  const tell = (name: string, reason: string): boolean => {
    clear()
    if (gate.breaks(name, reason)) {
      write(`${paint('dim', 'known')}   ${harmless(name)}\n`)
      return true
    }
    const before = gate.otherwise(name).map((problem) => `known otherwise: ${problem}`)
    const lines = [...reason.split('\n').slice(0, 12), ...before]
    write(
      `${paint('red', 'broken')}  ${harmless(name)}\n${lines.map((line) => `${harmless(`          ${line}`)}\n`).join('')}`,
    )
    return false
  }

  const isKnown = (test: TestCase): boolean => gate.breaks(test.fullName, reasonOf(test))

  /** One line an operation, once its file is through, or its parts of a long file. */
  const sum = (parts: readonly (TestModule | TestSuite)[], what: string): void => {
    const tests = parts.flatMap(({ children }) => [...children.allTests()])
    const subjects = Map.groupBy(tests, subjectOf)
    for (const [subject, tests] of subjects) {
      const tally = emptyTally()
      for (const test of tests) count(tally, test)
      if (tally.kept + tally.broken === 0) continue
      const failed = tests.filter((test) => test.result().state === 'failed')
      const state = tally.broken === 0 ? 'kept' : failed.every(isKnown) ? 'known' : 'broken'
      const figures = tally.broken > 0 ? `${tally.broken} of ${tally.kept + tally.broken}` : String(tally.kept)
      write(`${state.padEnd(7)} ${subject.padEnd(36)} ${plural(figures, what)}\n`)
    }
  }

  const parts = new WeakMap<TestSuite | TestModule, ReadonlyMap<string, readonly TestSuite[]>>()
  /** The suites below another one by their names: of negatives there are hundreds. */
  const partsIn = (parent: TestSuite | TestModule): ReadonlyMap<string, readonly TestSuite[]> => {
    const found = parts.get(parent) ?? Map.groupBy(parent.children.suites(), ({ name }) => name)
    parts.set(parent, found)
    return found
  }

  /** Errors of what stands around cases: their world could not be made in time, or a file does not load. */
  const tellErrors = (part: TestModule | TestSuite, name: string): void => {
    const told = part.errors().map(({ message }) => message)
    faults += told.length
    if (told.length === 0) return
    known += tell(name, told.join('\n')) ? told.length : 0
  }

  return {
    hasFailed: () => total.broken + faults - known > 0,
    hasAsked: () => total.kept + total.broken + total.skipped + faults > 0,
    hasVerdict: () => total.kept + total.broken > 0,
    wasCutShort: () => isEnded || reasons.has(runIsOver),
    end: () => {
      isEnded = true
      clear()
      write('Ending: what is asked now is the last, then comes the report. Once more by Ctrl+C ends it at once.\n')
    },
    onTestRunStart: () => {
      write(`Asking ${url}\n`)
      for (const line of absences(operations, absent)) write(`${paint('dim', 'absent')}  ${line}\n`)
    },
    onTestCaseResult: (test) => {
      count(total, test)
      if (isNegative(test)) count(ofNegatives, test)
      const result = test.result()
      if (result.state === 'passed') gate.keeps(test.fullName)
      if (result.state === 'failed') {
        known += tell(test.fullName, reasonOf(test)) ? 1 : 0
        brokenInCases.add(operationIn(test.fullName))
        if (result.errors.some(({ message }) => calledTooOften.test(message))) tooMany += 1
      }
      if (/^(skipped|pending)$/.test(result.state) && !isLeftOut(test)) {
        const note = result.state === 'skipped' ? result.note : undefined
        const reason = note ?? (isEnded ? 'the run was ended' : 'can only be asked from inside the server')
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
        if (calledTooOften.test(reason)) tooMany += 1
      }
      if (isTerminal) write(`\r\u001b[2K${total.kept} kept  ${total.broken} broken  ${paint('dim', subjectOf(test))}`)
    },
    onTestSuiteResult: (suite) => {
      tellErrors(suite, suite.fullName)
      if (isTerminal || !isNegative(suite) || operationIn(suite.name) === undefined) return
      // What is asked and what is looked at behind it stand apart: the last one tells of all.
      const named = partsIn(suite.parent).get(suite.name) ?? []
      if (named.at(-1) === suite) sum(named, 'negative')
    },
    onTestModuleEnd: (module) => {
      tellErrors(module, module.relativeModuleId)
      if (!isTerminal && !isOfNegatives(module.moduleId)) sum([module], 'case')
    },
    onTestRunEnd: (_modules, errors) => {
      clear()
      for (const { message } of errors) write(`${paint('red', 'broken')}  ${harmless(message)}\n`)
      faults += errors.length
      const cells = readCells().filter(({ operation }) => operations.includes(operation))
      for (const [id, problem] of brokenElsewhere(cells, brokenInCases)) {
        faults += 1
        known += tell(whileWorldsAreMade(id), problem) ? 1 : 0
      }
      for (const { operation } of cells) gate.keeps(whileWorldsAreMade(operation))
      for (const [reason, cases] of [...reasons].filter(
        ([reason]) => !/ was not asked for$| is absent$/.test(reason),
      )) {
        write(`${paint('dim', 'not asked')}  ${plural(cases, 'case')}: ${harmless(reason)}\n`)
      }
      if (tooMany > 0) {
        write(
          `The server answered 429 to ${plural(tooMany, 'case')} that ${tooMany === 1 ? 'is' : 'are'} about something else: ask slower by --rate\n`,
        )
      }
      const mended = gate.mended()
      for (const one of mended) write(`${paint('green', 'mended')}  ${harmless(`${one.case}: ${one.problem}`)}\n`)
      if (mended.length > 0 && !isUpdating)
        write('What is mended can be taken out of the baseline: --update-baseline does.\n')
      const absence = absent.length > 0 ? `, ${plural(absent.length, 'operation')} absent` : ''
      const colour = total.broken + faults - known > 0 ? 'red' : 'green'
      const accepted = known > 0 ? `, ${known} of them known` : ''
      write(
        `${paint(colour, `${keptIn(total, ofNegatives)} kept, ${total.broken} broken${accepted}`)}, ${total.skipped} not asked${absence}.\n`,
      )
    },
  }
}
