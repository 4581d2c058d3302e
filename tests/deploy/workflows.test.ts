// The workflows are such that GitHub takes them, and name scripts that there are.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { releaseNotes } from '../../scripts/release-notes.ts'
import { actionlint } from '../../scripts/tools.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.github/workflows')
const ours = readdirSync(folder).map((name) => join(folder, name))
const files = [...ours, join(root, 'docs/conformance-workflow.yml')]

interface Workflow {
  readonly permissions: object
  readonly jobs: Record<string, { steps: { run?: string }[]; permissions?: object }>
}

const workflows = files.map((file) => parse(readFileSync(file, 'utf8')) as Workflow)

describe('the workflows', () => {
  it('are found faultless by actionlint', ({ skip }) => {
    // CI has to have it; elsewhere `npm run tools` installs it.
    if (!existsSync(actionlint) && process.env.CI !== 'true') skip('actionlint is not installed: npm run tools')
    execFileSync(actionlint, ['-no-color', ...files], { cwd: root, encoding: 'utf8' })
  })

  it('run npm scripts and files that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
    const commands = workflows.flatMap(({ jobs }) =>
      Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run)),
    )
    const named = commands.flatMap((run) =>
      [...run.matchAll(/npm run (?:--silent |-s )?([\w:]+)/g)].map(([, name]) => name!),
    )
    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
    const paths = commands.flatMap((run) =>
      [...run.matchAll(/(?:^|\s)((?:scripts|\.ci)\/[\w.-]+)/g)].map(([, path]) => path!),
    )
    expect(paths.length).toBeGreaterThan(2)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('may do no more than they say, job by job', () => {
    for (const { permissions } of workflows.slice(0, ours.length)) expect(permissions).toEqual({ contents: 'read' })
  })
})

describe('what a release says', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-11-29)\n\n- One thing.\n\n### Breaking\n\n- Another.\n\n## 1.1.0 (2026-10-01)\n\n- Old.\n'

  it('is the part of its version', () => {
    expect(releaseNotes('v1.2.0', { version: '1.2.0', changelog })).toEqual({
      notes: '- One thing.\n\n### Breaking\n\n- Another.',
    })
  })

  it('is refused where tag, version and changelog do not agree', () => {
    expect(releaseNotes('v1.2.0', { version: '1.1.0', changelog })).toEqual({
      problem: 'The tag is v1.2.0 and the version 1.1.0: raise the version first, as CONTRIBUTING.md says.',
    })
    expect(releaseNotes('v1.3.0', { version: '1.3.0', changelog })).toEqual({
      problem: 'CHANGELOG.md says nothing of 1.3.0: give "Unreleased" its version and day.',
    })
  })
})
