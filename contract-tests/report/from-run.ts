// Reads a run off the runner and the records, and writes its report.
import { relative, resolve } from 'node:path'
import type { TestCase, TestProject, TestSuite } from 'vitest/node'
import { type Gate, createGate, readBaseline } from './baseline.ts'
import { tellGitHub } from './github.ts'
import { declared } from '../harness/contract/contract.ts'
import { brokenElsewhere, whileWorldsAreMade } from '../harness/requests/elsewhere.ts'
import { type TargetName, readCells } from '../harness/recorder/records.ts'
import { isAbsent, isChosen, isNamed, operationIn } from '../harness/requests/selection.ts'
import { type Outcome, type Report, makeReport } from './report.ts'
import { writeReport } from './write.ts'

/** What went wrong around a test that could not be run, and around what. */
const faultAround = ({
  parent,
}: TestCase | TestSuite): { readonly name: string; readonly reason: string } | undefined => {
  if (parent.type === 'module') return undefined
  const told = parent.errors().map(({ message }) => message)
  return told.length > 0 ? { name: parent.fullName, reason: told.join('\n') } : faultAround(parent)
}

const outcomeOf = (test: TestCase, gate: Gate): Outcome => {
  const result = test.result()
  const around = result.state === 'skipped' ? faultAround(test) : undefined
  const told = result.state === 'skipped' ? [result.note ?? ''] : (result.errors ?? []).map(({ message }) => message)
  const reason = around?.reason ?? told.join('\n')
  const isFailed = around !== undefined || result.state === 'failed'
  if (result.state === 'passed') gate.keeps(test.fullName)
  return {
    file: test.module.relativeModuleId,
    name: test.fullName,
    operation: operationIn(test.fullName),
    result: isFailed ? 'failed' : result.state === 'pending' ? 'skipped' : result.state,
    reason,
    ...(isFailed && gate.breaks(around?.name ?? test.fullName, reason) && { isKnown: true }),
    milliseconds: Math.round(test.diagnostic()?.duration ?? 0),
  }
}

const modulesOf = (project: TestProject) =>
  project.vitest.state.getTestModules().filter((module) => module.project.name === project.name)

/** Generated negatives are cases like others; they have a runner of their own. */
const withNegatives = (project: TestProject) =>
  project.vitest.state.getTestModules().filter((module) => [project.name, 'negatives'].includes(module.project.name))

/** The report of the run that has just ended. */
const reportOf = (project: TestProject, targets: Report['targets'], startedAt: number): Report => {
  const { CONFORM_BASELINE: baseline, CONFORM_ONLY_IMPLEMENTED: isAbsenceFine } = process.env
  const gate = createGate(baseline ? readBaseline(baseline) : [])
  // Operations that were left out have cases all the same: they are no part of what was asked.
  const tests = withNegatives(project)
    .flatMap((module) => [...module.children.allTests()].map((test) => outcomeOf(test, gate)))
    .filter(({ operation, name }) => (operation === undefined || isNamed(operation)) && isChosen(name))
  const asked = [...declared.keys()].filter(isNamed)
  const names = new Set<TargetName>(targets.map(({ name }) => name))
  const cells = readCells().filter(({ target, operation }) => names.has(target) && isNamed(operation))
  const failed = new Set(tests.filter(({ result }) => result === 'failed').map(({ operation }) => operation))
  const elsewhere = [...brokenElsewhere(cells, failed)].map(([operation, reason]): Outcome => {
    const name = whileWorldsAreMade(operation)
    const isKnown = gate.breaks(name, reason)
    return { file: '', name, operation, result: 'failed', reason, milliseconds: 0, ...(isKnown && { isKnown }) }
  })
  for (const { operation } of cells) gate.keeps(whileWorldsAreMade(operation))
  const run = {
    targets,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (Date.now() - startedAt) / 1000,
    absent: asked.filter(isAbsent),
    asked,
    ...(isAbsenceFine && { isAbsenceFine: true }),
  }
  return makeReport(run, cells, [...tests, ...elsewhere], gate.mended())
}

/** Where a run leaves its report: where it was told to, or in .data/report after the whole suite. */
const folderFor = async (project: TestProject): Promise<string | undefined> => {
  const told = process.env.CONFORM_REPORT
  if (told) return resolve(told)
  const { testFiles } = await project.globTestFiles()
  return modulesOf(project).length < testFiles.length ? undefined : resolve(import.meta.dirname, '../../.data/report')
}

/** Writes the report, and says where it is. A look at a few files leaves none. */
export const leaveReport = async (
  project: TestProject,
  targets: Report['targets'],
  startedAt: number,
): Promise<void> => {
  // The contract's project speaks for the others that start as it does.
  const folder = project.name === 'contract' ? await folderFor(project) : undefined
  if (!folder) return
  const report = reportOf(project, targets, startedAt)
  console.log(`Report: ${relative('', writeReport(folder, report))}`)
  if (process.env.CONFORM_REPORT) tellGitHub(report)
}
