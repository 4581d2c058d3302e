// The table of what operations ask of a user's roles, as docs/application.md has it, is what the contract says.
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { declared } from '../../contract-tests/harness/contract/contract.ts'
import { systemPermissions } from '../../server/model/role.ts'

const page = new URL('../../docs/application.md', import.meta.url)
const between = /(<!-- permissions -->\n\n)[\s\S]*?(<!-- end of permissions -->)/

const rows = Object.entries(systemPermissions).map(([word, meaning]) => {
  const calls = [...declared.values()]
    .filter(({ permission, widenedBy }) => permission === word || widenedBy === word)
    .map(({ id, permission }) => `\`${id.slice('app.'.length)}\`${permission === word ? '' : ' (all)'}`)
  return `| \`${word}\` | ${meaning} | ${calls.join(' ')} |\n`
})

const table = `| permission | what it allows | asked by |\n| --- | --- | --- |\n${rows.join('')}`

it('the documented permissions are those that operations ask for; DOCS_UPDATE=1 writes them down', () => {
  const text = readFileSync(page, 'utf8')
  const updated = text.replace(between, (_, start: string, end: string) => `${start}${table}\n${end}`)
  if (process.env.DOCS_UPDATE === '1') writeFileSync(page, updated)
  else expect(text).toBe(updated)
  expect(text).toMatch(between)
})

it('every permission that an operation asks for is one that environments begin with', () => {
  const asked = [...declared.values()].flatMap(({ permission }) => permission ?? [])
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((word) => !(word in systemPermissions))).toEqual([])
})
