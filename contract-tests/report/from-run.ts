// Reads a run off the runner and the records, and writes its report.
import { relative, resolve } from 'node:path'
import type { TestCase, TestProject, TestSuite } from 'vitest/node'
import { declared } from '../harness/contract.ts'
import { brokenElsewhere } from '../harness/elsewhere.ts'
import { type TargetName, readCells } from '../harness/records.ts'
import { isAbsent, isChosen, isNamed, operationIn } from '../harness/selection.ts'
import { type Outcome, type Report, makeReport } from './report.ts'
import { writeReport } from './write.ts'

/** What went wrong around a test that could not be run. */
const errorsAround = ({ parent }: TestCase | TestSuite): string[] =>
  parent.type === 'module' ? [] : [...parent.errors().map(({ message }) => message), ...errorsAround(parent)]

const outcomeOf = (test: TestCase): Outcome => {
  const result = test.result()
  const around = result.state === 'skipped' ? errorsAround(test) : []
  const told = result.state === 'skipped' ? [result.note ?? ''] : (result.errors ?? []).map(({ message }) => message)
  return {
    file: test.module.relativeModuleId,
    name: test.fullName,
    operation: operationIn(test.fullName),
    result: around.length > 0 ? 'failed' : result.state === 'pending' ? 'skipped' : result.state,
    reason: (around.length > 0 ? around : told).join('\n'),
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
  // Operations that were left out have cases all the same: they are no part of what was asked.
  const tests = withNegatives(project)
    .flatMap((module) => [...module.children.allTests()].map(outcomeOf))
    .filter(({ operation, name }) => (operation === undefined || isNamed(operation)) && isChosen(name))
  const asked = [...declared.keys()].filter(isNamed)
  const names = new Set<TargetName>(targets.map(({ name }) => name))
  const cells = readCells().filter(({ target, operation }) => names.has(target) && isNamed(operation))
  const failed = new Set(tests.filter(({ result }) => result === 'failed').map(({ operation }) => operation))
  const elsewhere = [...brokenElsewhere(cells, failed)].map(([operation, reason]): Outcome => {
    return {
      file: '',
      name: `${operation} while worlds are made`,
      operation,
      result: 'failed',
      reason,
      milliseconds: 0,
    }
  })
  const run = {
    targets,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (Date.now() - startedAt) / 1000,
    absent: asked.filter(isAbsent),
    asked,
  }
  return makeReport(run, cells, [...tests, ...elsewhere])
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
  if (folder) console.log(`Report: ${relative('', writeReport(folder, reportOf(project, targets, startedAt)))}`)
}
