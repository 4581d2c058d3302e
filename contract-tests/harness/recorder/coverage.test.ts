import { expect, it } from 'vitest'
import { alternativesOf } from '../contract/alternatives.ts'
import { declared } from '../contract/contract.ts'
import { examplesOf, uncovered } from './coverage.ts'

/** Everything that the contract declares, tried once by each security requirement. */
const everything = [...declared.values()].flatMap((operation) =>
  [...operation.responses.keys()].flatMap((status) =>
    examplesOf(operation, status).flatMap((example) =>
      alternativesOf(operation.id).map((alternative) => ({
        target: 'real' as const,
        operation: operation.id,
        status,
        example,
        alternative,
      })),
    ),
  ),
)

const without = (left: (cell: (typeof everything)[number]) => boolean) =>
  uncovered(
    ['real'],
    everything.filter((cell) => !left(cell)),
  )

it('owes nothing once everything was tried', () => {
  expect(uncovered(['real'], everything)).toEqual([])
})

it('owes an example that nobody has tried', () => {
  const lines = without(({ operation, example }) => operation === 'account.signIn' && example === 'invalid_credentials')
  expect(lines).toEqual(['real account.signIn 401 invalid_credentials'])
})

it('owes the success and the refusal of a security requirement that nobody has tried', () => {
  const lines = without(({ operation, alternative }) => operation === 'account.me' && alternative !== 'accountBearer')
  expect(lines).toEqual(['refusal', 'success'].map((owed) => `real account.me ${owed} by accountRefreshCookie`))
})

it('owes no refusal of nobody where nobody may come in', () => {
  const lines = without(({ operation, alternative }) => operation === 'account.signOut' && alternative === 'none')
  expect(lines).toEqual(['real account.signOut success by none'])
})

it('owes everything on a target that nobody has asked', () => {
  expect(uncovered(['mock'], everything).length).toBeGreaterThan(declared.size)
})
