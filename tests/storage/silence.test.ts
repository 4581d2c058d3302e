// A database that says nothing is told from one that is busy; where it was last is remembered.
import type { LookupAddress } from 'node:dns'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { createLookup } from '../../server/storage/remembered-addresses.ts'
import { createSilence } from '../../server/storage/silence.ts'
import { freshDatabase, kinds } from './databases-for-tests.ts'

const never = new Promise<never>(() => undefined)
const patience = { listenMs: 40, probeMs: 40 }

describe('a statement without an answer', () => {
  it('waits on while the database says anything', async () => {
    // It comes once the database was asked for the third time whether it is there.
    const answer = Promise.withResolvers<string>()
    let asked = 0
    const silence = createSilence(async () => {
      asked += 1
      if (asked === 3) answer.resolve('answer')
    }, patience)
    expect(await silence.watch(answer.promise)).toBe('answer')
    silence.refuse()
    silence.stop()
  })

  it('is given up once the database is silent, as is all that comes then, until it speaks again', async () => {
    let isSilent = true
    const silence = createSilence(() => (isSilent ? never : Promise.resolve()), patience)
    await expect(silence.watch(never)).rejects.toThrow('it has said nothing for 80 ms')
    expect(() => silence.refuse()).toThrow('it has said nothing')
    // Its connection is closed then, which nobody waits to hear.
    const cut = pause(5).then(() => Promise.reject(new Error('Connection terminated')))
    await expect(silence.watch(cut)).rejects.toThrow('it has said nothing')
    await pause(10)
    isSilent = false
    await expect.poll(() => silence.refuse()).toBeUndefined()
    expect(await silence.watch(Promise.resolve(1))).toBe(1)
    silence.stop()
  })

  it('waits on where the database has said something to somebody else meanwhile', async () => {
    const silence = createSilence(() => never, patience)
    const others = setInterval(() => silence.heard(), 5)
    expect(await silence.watch(pause(300).then(() => 'answer'))).toBe('answer')
    silence.refuse()
    clearInterval(others)
    silence.stop()
  })

  it('is let go of with its answer', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const silence = createSilence(() => Promise.resolve(), patience)
    const read = async () => new WeakRef(await silence.watch(Promise.resolve({ rows: [] })))
    const answer = await read()
    // An object lives on through the turn in which it was looked at.
    await pause(0)
    collect()
    expect(answer.deref()).toBeUndefined()
    silence.stop()
  })

  it('hands on the error of the database itself', async () => {
    const silence = createSilence(() => Promise.resolve(), patience)
    await expect(silence.watch(Promise.reject(new Error('no such table')))).rejects.toThrow('no such table')
    silence.stop()
  })
})

describe.runIf(kinds.includes('postgres'))('a PostgreSQL', () => {
  it('is not called silent as long as it answers anybody, where it lets nobody else in', async () => {
    const direct = new URL((await freshDatabase('postgres')).url)
    const port = Number(direct.port)
    const ignore = () => undefined
    let isFull = false
    const line = createServer((near) => {
      near.on('error', ignore)
      if (isFull) return
      const far = connect(port, direct.hostname).on('error', ignore)
      near.pipe(far).pipe(near)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => line.once('listening', resolve))
    direct.port = String((line.address() as AddressInfo).port)
    const { db, close } = await openDatabase(direct.href)
    onTestFinished(async () => {
      await close()
      line.close()
    })
    const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`.execute(db)
    await Promise.all([sleep(0.1), sleep(0.1)])
    isFull = true
    let isDone = false
    const slow = sleep(2).finally(() => (isDone = true))
    while (!isDone) await sleep(0)
    await slow
  })
})

describe('the address of the database', () => {
  type Answer = readonly [error: Error | null, addresses: LookupAddress[]]
  let answer: (() => Promise<Answer>) | undefined
  const find = createLookup((_host, _options, done) => void answer?.().then((said) => done(...said)))
  const found = (host = 'db.example') =>
    new Promise<unknown>((resolve) => find(host, { all: true }, (error, addresses) => resolve(error ?? addresses)))
  const says = (address: string) => async (): Promise<Answer> => [null, [{ address, family: 4 }]]

  it('is asked for each time, and the one of before counts where no answer comes in time or none at all', async () => {
    answer = says('10.0.0.1')
    expect(await found()).toEqual([{ address: '10.0.0.1', family: 4 }])
    answer = says('10.0.0.2')
    expect(await found()).toEqual([{ address: '10.0.0.2', family: 4 }])
    answer = undefined
    expect(await found()).toEqual([{ address: '10.0.0.2', family: 4 }])
    answer = async () => [Object.assign(new Error('away'), { code: 'EAI_AGAIN' }), []]
    expect(await found()).toEqual([{ address: '10.0.0.2', family: 4 }])
    expect(await found('other.example')).toMatchObject({ code: 'EAI_AGAIN' })
  })
})
