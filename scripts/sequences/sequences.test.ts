// A share of the sequences, and defects that they have to find.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { prepared } from '../../server/storage/prepared.ts'
import type { Surface } from './model.ts'
import { type Round, throwRound } from './run.ts'
import { type Defect, type Server, startServer } from './server.ts'
import { replay, shrink, testOf } from './shrink.ts'
import type { Step } from './steps.ts'

const surfaces: readonly Surface[] = ['account', 'app', 'platform', 'project']

describe('sequences of steps', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  it('find nothing, one alone', async () => {
    for (const seed of [1, 2]) {
      const { steps, finding } = await throwRound(server, { seed, lanes: 1, length: 150, surfaces })
      expect(finding, testOf(steps, finding?.sentence ?? '')).toBeUndefined()
    }
  })

  it('find nothing, eight at once', async () => {
    const { steps, finding } = await throwRound(server, { seed: 4, lanes: 8, length: 50, surfaces })
    expect(finding, testOf(steps, finding?.sentence ?? '')).toBeUndefined()
  })

  it('know that a code for a factor that is gone is a try, and that a ticket has five', async () => {
    const challenge = (at: number) => ({ at, do: 'challenge', secret: 'ticket3', code: 'good', twice: false }) as const
    const steps: Step[] = [
      { at: 1, do: 'make', person: 'carol', surface: 'account' },
      { at: 2, do: 'enable', session: 's1' },
      { at: 3, do: 'signIn', person: 'carol', surface: 'app', password: 'right' },
      { at: 4, do: 'disable', session: 's1' },
      ...[5, 6, 7, 8, 9].map(challenge),
      { at: 10, do: 'enable', session: 's1' },
      challenge(11),
    ]
    expect((await replay([steps]))?.sentence).toBeUndefined()
  })
})

/** Throws until something is found. */
const findIn = async (defect: Defect): Promise<Round> => {
  const server = await startServer(defect)
  try {
    for (let seed = 1; seed <= 25; seed += 1) {
      const round = await throwRound(server, { seed, lanes: 1, length: 60, surfaces: ['account'] })
      if (round.finding) return round
    }
    throw new Error('Nothing was found.')
  } finally {
    await server.close()
  }
}

const signedOut: Defect = {
  'account.signOut': () => () => Promise.resolve({ status: 204, cookies: [] }),
}

const passkeyStays: Defect = {
  'account.removePasskey': () => () => Promise.resolve({ status: 204 }),
}

const linkTwice: Defect = {
  'account.resetPassword': (handler) => {
    const used = new Map<string, unknown>()
    return async (input, ctx) => {
      const { token } = (input as { body: { token: string } }).body
      const answer = used.get(token) ?? (await handler(input, ctx))
      used.set(token, answer)
      return answer
    }
  },
}

const refusalThatWrites: Defect = {
  'account.addMember': (handler) => async (input, ctx) => {
    try {
      return await handler(input, ctx)
    } catch (error) {
      await ctx.db.updateTable('tenants').set({ updatedAt: ctx.clock.now() }).execute()
      throw error
    }
  },
}

const moveOn = prepared((db, now: number) => db.updateTable('tenants').set({ updatedAt: now }))

/** The same by a query that is put together once, which goes past Kysely's plugins. */
const refusalThatWritesPrepared: Defect = {
  'account.addMember': (handler) => async (input, ctx) => {
    try {
      return await handler(input, ctx)
    } catch (error) {
      await moveOn(ctx.db, ctx.clock.now())
      throw error
    }
  },
}

/** Answers everybody as it did the first, until the world is emptied. */
const asTheFirst = (id: OperationId): Defect => {
  let first: unknown
  return {
    [id]: (handler) => async (input, ctx) => (first ??= await handler(input, ctx)),
    'service.resetSandbox': (handler) => (input, ctx) => {
      first = undefined
      return handler(input, ctx)
    },
  }
}

const defects: readonly (readonly [name: string, defect: Defect, sentence: RegExp])[] = [
  ['a sign-out that ends nothing', signedOut, /session s\d+ of \w+ is over/],
  ['a passkey that was taken away and signs in', passkeyStays, /the passkey passkey\d+ is over/],
  ['a link that is good twice', linkTwice, /the reset link/],
  ['a refusal that writes', refusalThatWrites, /^account\.addMember refuses with \w+ and writes to tenants$/],
  [
    'a refusal that writes past the plugins',
    refusalThatWritesPrepared,
    /^account\.addMember refuses with \w+ and writes to tenants$/,
  ],
  [
    'a list that is shown to somebody else',
    asTheFirst('account.listAccounts'),
    /account\.listAccounts (shows|leaves out) /,
  ],
  ["somebody else's sessions", asTheFirst('account.listSessions'), /account\.listSessions (shows|leaves out|lists) /],
]

describe('sequences find', () => {
  it.each(defects)('%s', async (_name, defect, sentence) => {
    expect((await findIn(defect)).finding!.sentence).toMatch(sentence)
  })

  it('the few steps that it takes', async () => {
    const { steps, finding } = await findIn(signedOut)
    const few = (await shrink(steps, finding!, signedOut))!
    expect(few.flat()).toHaveLength(2)
    expect(few.flat()[1]!.do).toBe('signOut')
    expect((await replay(few, signedOut))?.sentence).toMatch(/session s\d+ of \w+ is over/)
    expect(await replay(few)).toBeUndefined()
  })

  it('what is printed as a test that fails', async () => {
    const steps: readonly Step[] = [
      { at: 0, do: 'make', person: 'alice', surface: 'account' },
      { at: 1, do: 'signOut', session: 's0', during: 'nothing' },
    ]
    const root = join(import.meta.dirname, '../../.data')
    mkdirSync(root, { recursive: true })
    const folder = mkdtempSync(join(root, 'sequences-'))
    try {
      writeFileSync(
        join(folder, 'shrink.ts'),
        `import { replay as run } from '../../scripts/sequences/shrink.ts'
export const replay = (lanes) => run(lanes, { 'account.signOut': () => () => Promise.resolve({ status: 204, cookies: [] }) })
`,
      )
      writeFileSync(join(folder, 'found.test.ts'), testOf([steps], 'somebody is not signed out'))
      const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
      const ran = await promisify(execFile)(process.execPath, [vitest, 'run', '--root', folder]).catch(
        (error: { stdout: string; stderr: string }) => error,
      )
      expect(`${ran.stdout}${ran.stderr}`).toMatch(/session s0 of alice is over/)
      expect(ran).toHaveProperty('code', 1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
