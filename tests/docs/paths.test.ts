// The files that ARCHITECTURE.md and SECURITY.md name are there: from the root, or below `server/`, where most of them are.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What stands in backticks and is a file or a folder: `docs/settings.md`, `storage/*.ts`, `identity/authorization/`. */
const namedIn = (text: string) =>
  [...text.matchAll(/`([\w.*-]+\/[\w.*/-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => path.endsWith('/') || /\.\w+$/.test(path))

it('README.md is read in one go', () =>
  expect(readFileSync(`${root}README.md`, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(120))

it.each(['ARCHITECTURE.md', 'SECURITY.md'])('every file that %s names is there', (page) => {
  const paths = new Set(namedIn(readFileSync(`${root}${page}`, 'utf8')))
  expect(paths.size).toBeGreaterThan(20)
  expect([...paths].filter((path) => globSync([path, `server/${path}`], { cwd: root }).length === 0)).toEqual([])
})
