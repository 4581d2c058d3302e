// Past one primary, tables are spread by environment. What a sign-in, a refresh and a live check ask says which environment it means; what
// does not is listed in docs/scale.md, with the reason.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { refresh, signIn, signUp, startServer } from '../server-for-tests.ts'

const doc = readFileSync(join(import.meta.dirname, '../../docs/scale.md'), 'utf8')
const excepted = [...doc.matchAll(/^\| `((?:select|insert|update|delete) [a-z_, ]+)` \| (.+) \|$/gm)]

/** Rounds in the background ask for these meanwhile. */
const inBackground = /\b(outbox|logout_notices|webhook_deliveries|count_changes|counts)\b/

const asked: string[] = []
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  server = await startServer()
  // At the database itself: there is more than one way to it.
  const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as Sqlite.Statement
  for (const method of ['all', 'run'] as const) {
    const answer = statement[method] as (this: Sqlite.Statement, ...bound: unknown[]) => never
    vi.spyOn(statement, method).mockImplementation(function (this: Sqlite.Statement, ...bound: unknown[]) {
      asked.push(this.source)
      return answer.apply(this, bound)
    })
  }
})
afterAll(async () => {
  vi.restoreAllMocks()
  await server.close()
})

/** What was asked meanwhile without saying which environment is meant: what it does, and to which tables. */
const during = async (work: () => Promise<{ status: number }>): Promise<string[]> => {
  asked.length = 0
  expect((await work()).status).toBe(200)
  expect(asked.length).toBeGreaterThan(0)
  return asked.flatMap((text) => {
    const verb = /^\w+/.exec(text)?.[0] ?? ''
    const tables = [...new Set([...text.matchAll(/(?:from|join|into|update) "(\w+)"/g)].map(([, table]) => table))]
    const names = tables.join(', ')
    const isSaid = /"environment_id" (= \?|in \()|into "\w+" \([^)]*"environment_id"/.test(text)
    return isSaid || names === '' || inBackground.test(names) ? [] : [`${verb} ${names}`]
  })
}

it('is said by what is hot, but for what docs/scale.md names, and no more is named than there is', async () => {
  const { email } = await signUp(server.send)
  const found = await during(() => signIn(server.send, email))
  const { tokens } = (await signIn(server.send, email)).body
  found.push(...(await during(() => refresh(server.send, tokens.refresh_token))))
  const live = await during(() => server.send('GET /auth/me', { bearer: tokens.access_token }))
  expect(live.filter((query) => query.includes('sessions'))).toEqual([])
  found.push(...live)
  const named = excepted.map(([, query]) => query)
  expect(found.filter((query) => !named.includes(query))).toEqual([])
  // What is read whole once a second may not be read just now.
  const always = excepted.flatMap(([, query = '', reason = '']) => (/^a? ?reference table/.test(reason) ? [] : query))
  expect(always.filter((query) => !found.includes(query))).toEqual([])
})
