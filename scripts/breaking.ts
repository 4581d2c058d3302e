// What the contract takes back since its last release, as oasdiff sees it, and whether CHANGELOG.md says so.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract, Operation } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import { oasdiff } from './tools.ts'

export interface Change {
  /** oasdiff's name of what happened. */
  readonly id: string
  readonly operationId: string
  readonly tag: string
  /** Method, path and what happened, in words. */
  readonly text: string
}

/** What oasdiff takes lightly and we do not. */
const severe = [
  // A caller may have a branch for it.
  'response-non-success-status-removed',
  'response-optional-property-removed',
  'optional-response-header-removed',
  // Generated clients name their functions by it.
  'api-operation-id-removed',
  // Breaks where nobody had to show a credential before; elsewhere it is one more security requirement (see `isHarmless`).
  'api-security-added',
  // A caller who leaves it out gets another answer than before.
  'request-parameter-default-value-changed',
  'request-parameter-default-value-removed',
  'request-property-default-value-changed',
  'request-property-default-value-removed',
]

interface Reported {
  readonly id: string
  readonly text: string
  readonly operation?: string
  readonly operationId?: string
  readonly path?: string
}

/** Everything that an implementation of `base` may do with success and one of `revision` refuses or no longer gives. */
export const breakingChanges = (base: Contract, revision: Contract): Change[] => {
  const folder = mkdtempSync(join(tmpdir(), 'breaking-'))
  try {
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const levels = file('levels', severe.map((id) => `${id} err\n`).join(''))
    const documents = [file('base.json', JSON.stringify(base)), file('revision.json', JSON.stringify(revision))]
    const args = ['breaking', ...documents, '--format', 'json', '--severity-levels', levels]
    const { status, stdout, stderr } = spawnSync(oasdiff, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    if (status !== 0) throw new Error(`oasdiff failed: ${stderr}`)
    const reported = JSON.parse(stdout.trim() || '[]') as Reported[]
    return reported.filter((change) => !isHarmless(base, change)).map((change) => toChange(base, change))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const operationOf = (base: Contract, { path, operation }: Reported): Operation | undefined =>
  base.paths?.[path ?? '']?.[(operation ?? '').toLowerCase()] as Operation | undefined

const isHarmless = (base: Contract, change: Reported): boolean => {
  // Who branches on the code of a refusal has a branch for one that they do not know: clients are told so.
  if (change.id === 'response-property-enum-value-added') return /response status `[45]\d\d`/.test(change.text)
  if (change.id !== 'api-security-added') return false
  const security = operationOf(base, change)?.security ?? []
  return security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0)
}

const toChange = (base: Contract, change: Reported): Change => {
  const operation = operationOf(base, change)
  return {
    id: change.id,
    operationId: operation?.operationId ?? change.operationId ?? '',
    tag: operation?.tags?.[0] ?? '',
    text: `${change.operation ?? ''} ${change.path ?? ''}: ${change.text}`.trim(),
  }
}

/** The lines under `### Breaking` of `## Unreleased`. */
export const breakingLines = (changelog: string): string => {
  const unreleased = /^## Unreleased$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog)?.[1] ?? ''
  return /^### Breaking$([\s\S]*?)(?=^### |$(?![\s\S]))/m.exec(unreleased)?.[1] ?? ''
}

/** Changes that no line under Breaking names: by operation (`account.signIn`), resource (`account.sessions`) or surface (`account`). */
export const unsaid = (changes: readonly Change[], changelog: string): Change[] => {
  const named = new Set([...breakingLines(changelog).matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  return changes.filter(
    ({ operationId, tag }) => ![operationId, tag, operationId.split('.')[0]].some((name) => name && named.has(name)),
  )
}

/** The gate: `skipped` where oasdiff is not installed, otherwise how many breaking changes there are, and those not said. */
export const checkBreaking = (): 'skipped' | { readonly count: number; readonly unsaid: readonly Change[] } => {
  if (!existsSync(oasdiff)) return 'skipped'
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const parse = (path: string) => JSON.parse(read(path)) as Contract
  const changes = breakingChanges(parse('spec/released/openapi.json'), parse('generated/openapi.json'))
  return { count: changes.length, unsaid: unsaid(changes, read('CHANGELOG.md')) }
}
