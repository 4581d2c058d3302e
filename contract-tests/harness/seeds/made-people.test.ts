import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../contract/contract.ts'
import { alice } from '../fixtures/people.ts'
import { dana } from './backend.ts'
import type { Must } from './mail.ts'
import { makersOf } from './made-people.ts'

const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresIn: 600 }
const answer = { status: 201, body: { user: {}, tokens, sessionId: 'session' } } as unknown as Answer

const asked: unknown[] = []
const user = {
  id: 'dana',
  roles: ['owner'],
  permissions: [],
  tenant: { id: 't', name: 'Acme', slug: 'acme', plan: 'free' },
}
const me = { status: 200, body: { data: user } } as unknown as Answer
const must: Must = (id, sent) => {
  asked.push([id, sent])
  return Promise.resolve(id === 'platform.getMe' ? me : answer)
}

afterEach(() => {
  vi.unstubAllEnvs()
  asked.length = 0
})

describe('a person who has proven their address', () => {
  it('is made by the sandbox, with the tokens of the surface', async () => {
    const made = await makersOf(must).make('app', alice)
    expect(asked).toEqual([['service.createUser', { body: { surface: 'app', ...alice, verified: true } }]])
    expect(made).toEqual({ access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 600 })
  })

  it('is not where the server has no such operation', async () => {
    vi.stubEnv('CONFORM_ABSENT', 'account.me,service.createUser')
    expect(await makersOf(must).make('account', alice)).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('is not where more is said of them than the operation takes', async () => {
    expect(await makersOf(must).make('app', { ...alice, firstName: 'Alice' } as typeof alice)).toBeUndefined()
    expect(asked).toEqual([])
  })
})

describe('the owner of a tenant', () => {
  it('is made by the sandbox, and is told as one who has registered', async () => {
    const { email, password } = dana
    const made = await makersOf(must).found(dana)
    const tenant = { name: 'Acme', slug: 'acme' }
    expect(asked).toEqual([
      ['service.createUser', { body: { surface: 'platform', email, password, verified: true, tenant } }],
      ['platform.getMe', { bearer: 'access' }],
    ])
    expect(made).toMatchObject({ access_token: 'access', roles: ['owner'], user, tenant: { id: 't', ...tenant } })
    expect(made!.tenant).not.toHaveProperty('plan')
  })

  it.each(['service.createUser', 'platform.getMe'])('registers where the server has no %s', async (absent) => {
    vi.stubEnv('CONFORM_ABSENT', absent)
    expect(await makersOf(must).found(dana)).toBeUndefined()
    expect(asked).toEqual([])
  })
})
