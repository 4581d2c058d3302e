import { afterEach, describe, expect, it, vi } from 'vitest'
import { type OperationId, operations } from '../generated/operations.ts'
import { look } from '../contract-tests/cli/look.ts'
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

describe('looking at what a server has', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  /** What is said of a server that takes so long for an answer, and in which order it is asked. */
  const lookAt = async (seconds: number, { rate }: { readonly rate?: number } = {}) => {
    vi.stubEnv('CI', 'true')
    vi.useFakeTimers({ toFake: ['performance', 'Date'] })
    const said: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0)
    const asked: OperationId[] = []
    const absent = await look(
      { url: 'http://slow.example', operations: ['service.getLiveness'], timeout: 600, rate },
      (_url, { order = [], until = 0, tell } = {}) => {
        const gone: OperationId[] = []
        for (const id of order) {
          if (Date.now() >= until) return Promise.resolve({ absent: gone, done: asked.length, why: 'it took too long' })
          vi.advanceTimersByTime(seconds * 1000)
          if (asked.push(id) > 1) gone.push(id)
          tell?.(asked.length, gone.length)
        }
        return Promise.resolve({ absent: gone, done: asked.length })
      },
    )
    return { said: said.join('').trimEnd().split('\n'), asked, absent }
  }

  it('begins with what is asked for, and says of a quick one only that it looks', async () => {
    const { said, asked, absent } = await lookAt(0.01)
    expect(said).toEqual([`Looking at which of the ${all.length} operations http://slow.example has`])
    expect(asked[0]).toBe('service.getLiveness')
    expect([...asked].sort()).toEqual([...all].sort())
    expect(absent).toEqual(asked.slice(1))
  })

  it('says how far it is, and what a slow one means', async () => {
    const { said, asked } = await lookAt(0.5)
    expect(said.slice(1, 3)).toEqual([
      'The server takes its time: that is about 4 min more. After 5 min, half of --timeout, what is left is taken for there.',
      `20 of ${all.length} operations, 19 absent, about 4 min left`,
    ])
    expect(said.at(-1)).toMatch(/, about \d s left$/)
    expect(said).toHaveLength(2 + Math.floor((all.length - 1) / 20))
    expect(asked).toHaveLength(all.length)
  })

  it('ends after half of the time of the run, and says what that means', async () => {
    const { said, asked, absent } = await lookAt(5, { rate: 0.2 })
    expect(said).toContain(
      `By --rate 0.2 each waits for its turn: that is about ${Math.ceil(((all.length - 10) * 5) / 60)} min more. After 5 min, half of --timeout, what is left is taken for there.`,
    )
    expect(said.at(-1)).toBe(`Looked at 60 of the ${all.length}: it took too long. The others are taken for there.`)
    expect(asked).toHaveLength(60)
    expect(absent).toHaveLength(59)
  })
})
