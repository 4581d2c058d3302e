// The last line of a run of the tests: what was skipped, and the command that brings what was missing.
import { existsSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { authlib, goOidc, oasdiff, schemathesis, scimClient } from './tools.ts'

/** Test files that need what npm does not carry, and where it would be. */
const checkers: readonly { readonly file: string; readonly name: string; readonly path: string }[] = [
  { file: 'scripts/breaking.test.ts', name: 'oasdiff', path: oasdiff },
  { file: 'scripts/fuzz.test.ts', name: 'Schemathesis', path: schemathesis },
  { file: 'tests/openid/real-clients/other-languages.test.ts', name: 'Authlib', path: authlib },
  { file: 'tests/openid/real-clients/other-languages.test.ts', name: 'go-oidc', path: goOidc },
  { file: 'tests/scim/published-client.test.ts', name: 'scim2-client', path: scimClient },
]

/** One line; nothing where nothing was skipped. `files` has the file of each test that was. */
export const sayWhatWasSkipped = (
  files: readonly string[],
  isHere: (path: string) => boolean = existsSync,
): string | undefined => {
  if (files.length === 0) return undefined
  const missing = checkers.filter(({ file, path }) => !isHere(path) && files.some((one) => one.endsWith(file)))
  const waiting = files.filter((file) => missing.some((checker) => file.endsWith(checker.file)))
  const total = `${files.length} ${files.length === 1 ? 'test was' : 'tests were'} skipped`
  if (waiting.length === 0) return `${total}; each says why.`
  const names = missing.map(({ name }) => name).join(' and ')
  const others = files.length === waiting.length ? '' : ' The others say why.'
  return `${total}, ${waiting.length} of them without ${names}: \`npm run tools\` brings ${missing.length === 1 ? 'it' : 'them'}.${others}`
}

const skippedIn = ({ moduleId, children }: TestModule): string[] =>
  [...children.allTests('skipped')].map(() => moduleId)

/** Says nothing of a run of some tests by name: what was not asked for is no loss. */
export const skippedTests: Reporter = {
  onTestRunEnd: (modules) => {
    if (process.argv.some((argument) => /^(-t|--testNamePattern)/.test(argument))) return
    const line = sayWhatWasSkipped(modules.flatMap(skippedIn))
    if (line) process.stdout.write(`${line}\n`)
  },
}
