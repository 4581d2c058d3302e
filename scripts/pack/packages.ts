// What is published, each package before those that need it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../spec/generate/run.ts'

export interface Package {
  readonly name: string
  readonly folder: string
  /** Sources that stay in the repository. */
  readonly leftOut: RegExp
  /** Files and folders that go along as they are. */
  readonly assets: readonly string[]
  /** Whether the pages of docs/ go along. */
  readonly hasDocs?: boolean
  /**
   * Folders of other packages that it carries itself, and under which name: nothing has to be installed for them. `files` says
   * how much of each. One that is not published has nothing to be compiled.
   */
  readonly carries?: readonly { readonly folder: string; readonly as: string; readonly files: RegExp }[]
  /** Packages whose code it carries itself. */
  readonly vendors?: readonly string[]
}

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

const tests = /\.test\.ts$|-for-tests\.ts$/

const described: readonly Omit<Package, 'name'>[] = [
  { folder: 'generated', leftOut: tests, assets: ['openapi.json', 'checks.json', 'checks', 'api.txt'] },
  {
    folder: 'server',
    leftOut: tests,
    assets: ['bin', 'pages/assets'],
    hasDocs: true,
    carries: [
      { folder: 'generated', as: 'contract', files: /\.(js|d\.ts|json)$|\/checks$/ },
      { folder: 'console', as: 'console', files: /\.(js|css)$/ },
    ],
  },
  {
    folder: 'client',
    leftOut: tests,
    assets: [],
    carries: [{ folder: 'generated', as: 'contract', files: /\.d\.ts$/ }],
    vendors: ['jose'],
  },
  {
    folder: 'contract-tests',
    // What needs the server or its mock in the same process, and what tries the kit itself.
    leftOut:
      /^contract-tests\/((coverage|published-clients)\/|mutants\/(run|runner|suite)\.ts|harness\/(targets\/in-process|.*\.test|.*-for-tests)\.ts|report\/.*\.test\.ts|negatives\/(faults|snapshot|verdict)\.test\.ts)/,
    assets: ['bin', 'report/page.css', 'report/page.html'],
  },
  {
    folder: 'testing',
    leftOut: tests,
    assets: [],
    carries: [{ folder: 'generated', as: 'contract', files: /\.d\.ts$/ }],
  },
]

export const packages: readonly Package[] = described.map((one) => ({ ...one, name: readManifest(one.folder).name }))
