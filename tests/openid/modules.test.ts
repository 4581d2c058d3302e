// Every module of the Foundation's plans has a test here, or a reason why there is none.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modulePlans } from './module-names-for-tests.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/openid-modules.md'), 'utf8')
const isPath = /^`((?:contract-tests|tests)\/[\w/.-]+\.ts)`$/

/** What the page says of a module, below the heading of its plan. */
const rowOf = (plan: string, module: string): string | undefined => {
  const [, section = ''] = page.split(`\n## ${plan}\n`)
  const line = section
    .split('\n## ')[0]!
    .split('\n')
    .find((one) => one.startsWith(`| \`${module}\` `))
  return line?.split('|')[2]?.trim()
}

/** Whatever a row points at is written as a path of a file that there is: one that is misspelt is no reason. */
const misspelt = (row: string): string[] =>
  [...row.matchAll(/[\w.-]+\/[\w/.-]+|[\w-]+\.\w*test\b[\w.]*/g)]
    .map(([path]) => path)
    .filter((path) => !isPath.test(`\`${path}\``) || !existsSync(join(root, path)))

const names = (file: string, module: string): boolean => {
  const text = readFileSync(join(root, file), 'utf8')
  const short = module.replace(/^fapi2-security-profile-final/, '')
  return [module, short].some((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text))
}

describe.each(Object.entries(modulePlans))('%s', (plan, modules) => {
  it.each(modules)('%s has a test that names it, or a reason', (module) => {
    const row = rowOf(plan, module)
    expect(row).toMatch(/\w/)
    expect(misspelt(row!)).toEqual([])
    const parts = row!.split(', ')
    if (!parts.every((part) => isPath.test(part))) return
    for (const part of parts) {
      const [, file = ''] = isPath.exec(part) ?? []
      expect([file, existsSync(join(root, file)) && names(file, module)]).toEqual([file, true])
    }
  })
})

it.each([
  '`tests/openid/request-object.test.ts`',
  '`contract-test/oauth/logout.test.ts`',
  'tests/openid/request-objects.tests.ts',
  'as the button that says no: `oauth/authorization.test.ts`',
  '`request-objects.test.ts`',
])('%s is a misspelt path, and no reason', (row) => {
  expect(misspelt(row)).toHaveLength(1)
})
