import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../contract/contract.ts'
import { alice } from '../fixtures/people.ts'
import type { Must } from './mail.ts'
import { makeProven } from './made-people.ts'

const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresIn: 600 }
const answer = { status: 201, body: { user: {}, tokens, sessionId: 'session' } } as unknown as Answer

const asked: unknown[] = []
const must: Must = (id, sent) => {
  asked.push([id, sent])
  return Promise.resolve(answer)
}

afterEach(() => {
  vi.unstubAllEnvs()
  asked.length = 0
})

describe('a person who has proven their address', () => {
  it('is made by the sandbox, with the tokens of the surface', async () => {
    const made = await makeProven(must)('app', alice)
    expect(asked).toEqual([['service.createUser', { body: { surface: 'app', ...alice, verified: true } }]])
    expect(made).toEqual({ access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 600 })
  })

  it('is not where the server has no such operation', async () => {
    vi.stubEnv('CONFORM_ABSENT', 'account.me,service.createUser')
    expect(await makeProven(must)('account', alice)).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('is not where more is said of them than the operation takes', async () => {
    expect(await makeProven(must)('app', { ...alice, firstName: 'Alice' } as typeof alice)).toBeUndefined()
    expect(asked).toEqual([])
  })
})
