// Makes generated/ from spec/: the bundle, the types, the server stubs and the tables.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { bundle } from './generate/bundle.ts'
import { boundProblems } from './generate/check-bounds.ts'
import { exampleProblems } from './generate/check-examples.ts'
import { linkProblems } from './generate/check-links.ts'
import { generatorProblems } from './generate/check-generators.ts'
import { freeFormProblems } from './generate/check-free-form.ts'
import { operationProblems } from './generate/check-operations.ts'
import { stepProblems } from './generate/check-steps.ts'
import { nameProblems, stringProblems } from './generate/check-strings.ts'
import { toleranceProblems } from './generate/check-tolerance.ts'
import type { Contract } from './generate/contract.ts'
import { entriesOf } from './generate/contract.ts'
import { renderHandlers, renderSurfaces } from './generate/handlers.ts'
import type { RefusalTables } from './generate/refusals.ts'
import { declareAddedRefusals } from './generate/added-refusals.ts'
import { declareLinks } from './generate/links.ts'
import { declareLimitHeaders } from './generate/limit-headers.ts'
import { narrowRefusals } from './generate/narrow-refusals.ts'
import { idleWords, readRefusals } from './generate/refusals.ts'
import { root } from './generate/run.ts'
import { hasJava, renderStubs } from './generate/stubs.ts'
import { renderChecks } from './generate/checks.ts'
import { banner, renderApi, renderErrors, renderHandle, renderRefusals } from './generate/tables.ts'

export interface Generated {
  /** Sentences that each name a file or an operation. Nothing is written when there are any. */
  readonly problems: readonly string[]
  /** Without Java the stubs stay as they are. */
  readonly stubs: 'written' | 'skipped'
}

/** Everything the contract must hold to, on the parsed bundle. */
export const contractProblems = (contract: Contract, tables: RefusalTables): string[] => [
  ...operationProblems(contract, tables),
  ...exampleProblems(contract),
  ...stringProblems(contract),
  ...nameProblems(contract),
  ...boundProblems(contract),
  ...toleranceProblems(contract),
  ...generatorProblems(contract),
  ...freeFormProblems(contract),
  ...stepProblems(contract),
  ...linkProblems(contract),
]

/** Where the generated files go. */
export interface Folders {
  /** The contract as code. */
  readonly generated: string
  /** One folder a surface, with the handlers; and a file that names them all. */
  readonly surfaces: string
}

/** Regenerates the folders from `specFolder`. The same spec gives the same bytes. */
export const generate = async (
  specFolder: string,
  { generated: outFolder, surfaces }: Folders,
  say: (line: string) => void = () => {},
): Promise<Generated> => {
  const step = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const start = performance.now()
    const result = await work()
    say(`${name.padEnd(36)} ${Math.round(performance.now() - start)} ms`)
    return result
  }
  const stubs = hasJava() ? 'written' : 'skipped'

  const { contract: source, problems: misfits } = await step('lint and bundle (redocly)', () => bundle(specFolder))
  const { tables, problems: gaps } = await step('refusals', () => readRefusals(specFolder))
  if (!source) return { problems: [...misfits, ...gaps], stubs }
  declareAddedRefusals(source, tables)
  const dangling = declareLinks(source)
  declareLimitHeaders(source)
  const contract = narrowRefusals(source, tables)
  // A process of its own, beside all that this one computes meanwhile.
  const makingStubs =
    stubs === 'written' &&
    step('stubs (openapi-generator)', () => renderStubs(contract, read(join(outFolder, 'operations.ts'))))
  const faults = await step('examples, refusals, names, bounds', () => contractProblems(contract, tables))
  const problems = [...misfits, ...gaps, ...dangling, ...faults, ...idleWords(contract, tables)]
  if (problems.length > 0) {
    await makingStubs
    return { problems, stubs }
  }

  const [schema, operations] = await Promise.all([
    step('types (openapi-typescript)', () => renderSchema(contract)),
    makingStubs,
  ])
  if (operations && operations.problems.length > 0) return { problems: operations.problems, stubs }
  mkdirSync(join(outFolder, 'checks'), { recursive: true })
  await step('checks (ajv)', () => {
    for (const [name, text] of renderChecks(contract)) write(outFolder, name, text)
  })
  await step('tables', async () => {
    write(outFolder, 'openapi.json', `${JSON.stringify(contract, null, 2)}\n`)
    write(outFolder, 'schema.ts', schema)
    write(outFolder, 'errors.ts', await renderErrors(tables))
    write(outFolder, 'refusals.ts', await renderRefusals(contract, tables))
    write(outFolder, 'api.txt', renderApi(contract))
    if (operations) write(outFolder, 'operations.ts', operations.text)
    write(outFolder, 'handle.ts', renderHandle())
    write(surfaces, 'surfaces.ts', await renderSurfaces(contract))
    for (const [surface, text] of await renderHandlers(contract)) write(join(surfaces, surface), 'handlers.ts', text)
  })
  say(`${entriesOf(contract).length} operations, ${Object.keys(tables).length} surfaces`)
  return { problems, stubs }
}

/** What is not false is true: that is said so for the generators of clients, and TypeScript is told the value. */
const withConstants = (_key: string, part: unknown): unknown => {
  const { type, not } = (part ?? {}) as { type?: unknown; not?: { const?: unknown } }
  return type === 'boolean' && typeof not?.const === 'boolean' ? { ...(part as object), const: !not.const } : part
}

const renderSchema = async (contract: Contract): Promise<string> => {
  const told = JSON.parse(JSON.stringify(contract), withConstants) as never
  // A property with a default would otherwise be required in requests.
  const nodes = await openapiTS(told, { defaultNonNullable: false })
  return `// ${banner}\n\n${astToString(nodes)}`
}

export const folders: Folders = { generated: join(root, 'generated'), surfaces: join(root, 'server/surfaces') }

/** Leaves an unchanged file untouched, so that watchers see only what changed. */
const write = (folder: string, name: string, text: string) => {
  const file = join(folder, name)
  if (read(file) !== text) writeFileSync(file, text)
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const start = performance.now()
  const { problems, stubs } = await generate(join(root, 'spec'), folders, console.log)
  for (const problem of problems) console.error(`- ${problem}`)
  if (problems.length > 0) {
    console.error(`${problems.length} problem(s); generated/ is as it was`)
    process.exitCode = 1
  } else if (stubs === 'skipped') {
    console.error('generated/operations.ts is as it was: its generator needs a Java runtime (11 or newer) on the PATH')
    process.exitCode = 1
  }
  console.log(`done in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
