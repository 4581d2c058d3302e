import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import { request } from '../requests/request.ts'
import { enterWorld, leaveWorld, makeWorld, resetWorld, seedsOf, sharedWorld } from './seeds.ts'
import type { Target } from './world.ts'

let server: Server
let target: Target
let resets: number
let status: number
beforeEach(async () => {
  resets = 0
  server = createServer(({ url }, answer) => {
    if (url === '/sandbox/reset') resets += 1
    answer.writeHead(url === '/sandbox/reset' ? 200 : status, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  target = { name: 'remote', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** A case that sends these requests. Returns how often the world was emptied before it. */
const run = async (id: OperationId, came: number, times = 1): Promise<number> => {
  const before = resets
  await enterWorld(target)
  const emptied = resets - before
  status = came
  for (let time = 1; time < times; time += 1) await request(target.baseUrl, id, {})
  leaveWorld(target, id, await request(target.baseUrl, id, {}))
  return emptied
}

describe('the world before a case', () => {
  it('is not emptied behind one that was refused, or read something, three times in a row at most', async () => {
    const emptied = []
    for (const came of [401, 400, 403, 404, 401]) emptied.push(await run('account.signIn', came))
    emptied.push(await run('account.getAccount', 200), await run('account.getAccount', 404))
    expect(emptied).toEqual([1, 0, 0, 1, 0, 0, 1])
  })

  it.each([
    ['something was made', 'account.signUp', 201, 1],
    ['a GET that writes was answered', 'account.followVerificationLink', 200, 1],
    ['somebody asks too often', 'account.signIn', 429, 1],
    ['more was asked than one request', 'account.signIn', 401, 2],
  ] as const)('is emptied where %s', async (_why, id, came, times) => {
    expect([await run(id, came, times), await run(id, came)]).toEqual([1, 1])
  })

  it('is emptied where anything else was asked meanwhile', async () => {
    await run('account.signIn', 401)
    await request(target.baseUrl, 'account.signIn', {})
    expect(await run('account.signIn', 401)).toBe(1)
  })

  it('is emptied for whoever asks for just that, and where its owner does it', async () => {
    await run('account.signIn', 401)
    await resetWorld(target)
    expect(resets).toBe(2)
    let byOwner = 0
    const reset = () => Promise.resolve(void (byOwner += 1))
    for (let time = 0; time < 2; time += 1) await enterWorld({ ...target, world: { reset } })
    expect(byOwner).toBe(2)
  })
})

describe('a world that cases share', () => {
  let made: number
  beforeEach(() => void (made = 0))
  const make = async () => {
    await request(target.baseUrl, 'account.signUp', {})
    return (made += 1)
  }
  const long = sharedWorld(() => make())

  /** A case that needs such a world. Returns what was made for it, and how often the world was emptied before it. */
  const runIn = async (how: typeof long, came: number): Promise<readonly unknown[]> => {
    const before = resets
    await enterWorld(target, how)
    status = came
    const value = await makeWorld(target, how)
    leaveWorld(target, 'account.signUp', await request(target.baseUrl, 'account.signUp', {}))
    return [value, resets - before]
  }

  it('is made once for those that are refused', async () => {
    expect([await runIn(long, 429), await runIn(long, 429), await runIn(long, 201)]).toEqual([
      ...[
        [1, 1],
        [1, 0],
        [1, 0],
      ],
    ])
    expect(await runIn(long, 429)).toEqual([2, 1])
  })

  it('is made anew where anything was asked in it, or something else is needed', async () => {
    await runIn(long, 429)
    await request(target.baseUrl, 'account.signUp', {})
    expect(await runIn(long, 429)).toEqual([2, 1])
    expect(await runIn(make, 429)).toEqual([3, 1])
    expect(await runIn(make, 429)).toEqual([4, 1])
  })
})

describe('somebody by their session alone', () => {
  const somebody = { profile: { id: 'alice' }, tokens: {} }
  const user = () => Promise.resolve(somebody as never)

  it('is whom the owner of the world makes', async () => {
    expect(await seedsOf({ ...target, world: { user } }).caller()).toBe(somebody)
  })

  it('is to be had where somebody is of whom all is known', async () => {
    expect(await seedsOf({ ...target, world: { user, only: ['user'] } }).caller()).toBe(somebody)
  })
})
