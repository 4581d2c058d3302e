import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Contract } from './contract.ts'
import { root } from './run.ts'
import { groupedBySurface, renderStubs } from './stubs.ts'

const contract = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract
const committed = readFileSync(join(root, 'generated/operations.ts'), 'utf8')

it('the committed stubs are those of the committed contract', async () => {
  expect(await renderStubs(contract, committed)).toEqual({ text: committed, problems: [] })
})

it('stubs that somebody edited are written again', async () => {
  const edited = committed.replace("method: 'post'", "method: 'put'")
  expect(edited).not.toBe(committed)
  expect(await renderStubs(contract, edited)).toEqual({ text: committed, problems: [] })
})

it('the generator reads names, and neither schemas nor examples', () => {
  const { paths } = groupedBySurface(contract)
  expect(paths?.['/auth/sign-in']).toMatchObject({ post: { operationId: 'account.signIn', 'x-verb': 'signIn' } })
  expect(JSON.stringify(paths)).not.toMatch(/example|requestBody|\$ref/)
})
