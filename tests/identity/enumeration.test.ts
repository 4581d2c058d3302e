import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServerOn } from '../database-server-for-tests.ts'
import { type TestServer, newEmail, password, signIn, signUp } from '../server-for-tests.ts'
import { updateUser } from '../../server/storage/users.ts'

describe.each(kinds)('who has an account, on %s', (kind) => {
  let server: TestServer
  const emails = new Map<string, string>()

  beforeAll(async () => {
    server = await startServerOn(kind, {
      LIMITS: 'signInPerUser=100000/900,signInPerIp=100000/900,passwordsInARow=100000/60',
    })
    const idOf = ({ profile }: Awaited<ReturnType<typeof signUp>>) => profile.id.slice('uid_'.length)
    const [known, suspended, withoutPassword] = [
      await signUp(server.send),
      await signUp(server.send),
      await signUp(server.send),
    ]
    await updateUser(server.world.db, idOf(suspended), { status: 'suspended', updatedAt: 0 })
    await updateUser(server.world.db, idOf(withoutPassword), { passwordHash: null, updatedAt: 0 })
    emails.set('known', known.email).set('unknown', newEmail('nobody'))
    emails.set('suspended', suspended.email).set('without a password', withoutPassword.email)
  })
  afterAll(() => server.close())

  it('is not told by the answer to a wrong password (AC-001)', async () => {
    const answers = await Promise.all([...emails.values()].map((email) => signIn(server.send, email, 'wrong')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]!.text).not.toContain('@')
    expect(new Set(answers.map(({ headers }) => Object.keys(headers).join())).size).toBe(1)
  })

  it('is not told by the answer to the right one, where it opens nothing (AC-001)', async () => {
    const wrong = await signIn(server.send, emails.get('unknown')!, password)
    const suspended = await signIn(server.send, emails.get('suspended')!, password)
    expect([suspended.status, suspended.text, suspended.cookies.size]).toEqual([401, wrong.text, 0])
  })

  // The database makes no difference here, and the other one only costs time.
  it.runIf(kind === 'sqlite')('is not told by the time it takes (AC-001)', async () => {
    const times = new Map([...emails.keys()].map((who) => [who, [] as number[]]))
    // What others do at the same time makes an answer late, never early.
    const spread = () => {
      const fastest = [...times.values()].map((all) => Math.min(...all))
      return Math.max(...fastest) / Math.min(...fastest)
    }
    // More rounds wait a busy machine out: the fastest answers come nearer to what they really take, and what really differs stays.
    for (let round = 0; round < 35 || (round < 1000 && spread() >= 1.25); round++) {
      for (const [who, email] of emails) {
        const startedAt = performance.now()
        await signIn(server.send, email, 'wrong')
        if (round >= 5) times.get(who)!.push(performance.now() - startedAt)
      }
    }
    expect(spread()).toBeLessThan(1.25)
  })
})
