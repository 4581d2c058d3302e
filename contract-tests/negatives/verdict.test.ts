// That a refused request which has written all the same is found, and named.
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Target } from '../harness/seeds/world.ts'
import type { Eyes } from './snapshot.ts'
import { type Asked, expectNothingWritten } from './verdict.ts'

/** Refuses everything, and keeps the bodies of those that it is told to keep. */
let server: Server
let target: Target
let kept: string[]
let keeps: (body: string) => boolean
beforeAll(async () => {
  server = createServer((incoming, answer) => {
    void incoming.toArray().then((chunks: Buffer[]) => {
      const body = Buffer.concat(chunks).toString()
      if (keeps(body)) kept.push(body)
      answer.writeHead(400).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  target = { name: 'remote', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
})
afterAll(() => server.close())

const asked: Asked<Eyes>[] = ['first', 'second', 'third'].map((title) => ({
  title,
  sent: () => ({ raw: { text: title } }),
}))
const look = () => Promise.resolve([`account.listMembers ${kept.join()}`, 'account.me the same'])

const verdict = async (seen: readonly string[], decide: (body: string) => boolean, anew?: () => Promise<Eyes>) => {
  kept = ['planted']
  keeps = decide
  const stage = { target, id: 'account.signIn', repeat: 'again: so', ...(anew && { anew }) } as const
  return expectNothingWritten({ look, seen, found: look }, asked, stage)
}

/** A world at rest, in which nothing was planted. */
const atRest = (): Promise<Eyes> => {
  kept = []
  return Promise.resolve({ look, seen: ['account.listMembers ', 'account.me the same'] })
}

describe('the world after refused requests', () => {
  it('may be as it was', async () => {
    await verdict(['account.listMembers planted', 'account.me the same'], () => true)
    expect(kept).toEqual(['planted'])
  })

  it('tells which of them has written', async () => {
    const found = verdict(['account.listMembers ', 'account.me the same'], (body) => body === 'second')
    await expect(found).rejects.toThrow(
      'second: refused with 400, and yet something was written, as account.listMembers shows\nagain: so',
    )
  })

  it('tells that one of them has, where it writes only once', async () => {
    const found = verdict(['account.listMembers ', 'account.me the same'], () => false)
    await expect(found).rejects.toThrow('Refused requests have written something, as account.listMembers shows.')
  })

  it('may have changed by what was at work in it still: then it is looked at in one at rest', async () => {
    await verdict(['account.listMembers ', 'account.me the same'], () => false, atRest)
  })

  it('tells in one at rest which of them has written', async () => {
    const found = verdict(['account.listMembers ', 'account.me the same'], (body) => body === 'second', atRest)
    await expect(found).rejects.toThrow('second: refused with 400, and yet something was written')
  })

  it('tells in one at rest that one of them has, where it writes only once', async () => {
    const once = (body: string) => body === 'second' && !kept.includes('second')
    const found = verdict(['account.listMembers ', 'account.me the same'], once, atRest)
    await expect(found).rejects.toThrow('Refused requests have written something, as account.listMembers shows.')
  })
})
