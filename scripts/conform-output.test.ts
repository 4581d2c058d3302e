import { describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../generated/operations.ts'
import { absences } from '../contract-tests/cli/output.ts'

const all = Object.keys(operations) as OperationId[]
const of = (surface: string) => all.filter((id) => operations[id].surface === surface)

describe('what is absent', () => {
  it('is told one by one where it is little', () => {
    expect(absences(all, ['account.me', 'service.getLiveness'])).toEqual(['account.me', 'service.getLiveness'])
  })

  it('is told by surface where it is much, with what is there where that is little', () => {
    const there: readonly OperationId[] = ['account.me', 'account.getWaitlist']
    const absent = all.filter((id) => !there.includes(id))
    const lines = absences(all, absent)
    expect(lines).toHaveLength(new Set(all.map((id) => operations[id].surface)).size)
    expect(lines).toContain(`all ${of('scim').length} operations of scim`)
    const rest = of('account').length - there.length
    expect(lines).toContain(
      `${rest} operations of account, all but ${of('account')
        .filter((id) => there.includes(id))
        .join(', ')}`,
    )
  })

  it('is counted where both are much', () => {
    const half = of('account').slice(0, 20)
    expect(absences(all, half)).toEqual([`20 of ${of('account').length} operations of account: the report names them`])
  })
})
