import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../contract/contract.ts'
import { createFields } from '../contract/fields.ts'
import { alice } from '../fixtures/people.ts'
import { dana } from './backend.ts'
import type { Must } from './mail.ts'
import { makersOf } from './made-people.ts'

const tokens = { accessToken: 'access', refreshToken: 'refresh', expiresIn: 600 }
const user = { id: 'dana', email: 'dana@acme.test', verified: true }
const made = { user, tokens, sessionId: 'session' }
const answer: Answer = { status: 201, headers: createFields(), cookies: [], text: JSON.stringify(made), body: made }
const signedIn = { access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 600, user }

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
    const made = await makersOf(must).make('app', alice)
    expect(asked).toEqual([['service.createUser', { body: { surface: 'app', ...alice, verified: true } }]])
    expect(made).toEqual(signedIn)
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
  it('is made by the sandbox, by one request', async () => {
    const { email, password } = dana
    const made = await makersOf(must).found(dana)
    const tenant = { name: 'Acme', slug: 'acme' }
    expect(asked).toEqual([
      ['service.createUser', { body: { surface: 'platform', email, password, verified: true, tenant } }],
    ])
    expect(made).toEqual(signedIn)
  })

  it('registers where the server has no such operation', async () => {
    vi.stubEnv('CONFORM_ABSENT', 'service.createUser')
    expect(await makersOf(must).found(dana)).toBeUndefined()
    expect(asked).toEqual([])
  })
})
