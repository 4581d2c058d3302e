// The secret of a service is changed while people are signed in.
import { expect, describe, it } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { listAuditEvents } from '../../server/storage/audit-events.ts'
import { sealedTables } from '../../server/storage/sealed.ts'
import { refresh, signIn, signUp, startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { runCommand } from './command-for-tests.ts'

const before = 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h'
const after = 'qmZ8-another-1vT4-value-Xk20-entirely'

describe.each(kinds)('countersign secret rotate on %s', (kind) => {
  it('changes the secret in four steps, and nobody is signed out', async () => {
    const { url, remove } = await freshDatabase(kind)
    const start = (secret: string, other?: string) =>
      startServer({
        DATABASE_URL: url,
        COUNTERSIGN_SECRET: secret,
        LOG_LEVEL: 'silent',
        ...(other && { COUNTERSIGN_SECRET_OTHER: other }),
      })
    const rotate = (secret: string, other: string) =>
      runCommand({ DATABASE_URL: url, COUNTERSIGN_SECRET: secret, COUNTERSIGN_SECRET_OTHER: other }, [
        'secret',
        'rotate',
      ])

    const first = await start(before)
    const person = await signUp(first.send)
    const derived = first.world.secrets.derive('backup code', 'one')

    const reading = await start(before, after)
    const changing = await start(after, before)
    // Instances of both steps serve one another's people, and read what the others seal.
    expect((await changing.send('GET /auth/me', { bearer: person.access_token })).status).toBe(200)
    expect(await reading.world.secrets.open(changing.world.secrets.seal('a mail'))).toBe('a mail')
    expect(await changing.world.secrets.open(reading.world.secrets.seal('a mail'))).toBe('a mail')
    expect(changing.world.secrets.derive('backup code', 'one')).toBe(derived)
    await first.close()
    await reading.close()

    const { code, out } = await rotate(after, before)
    expect([code, out]).toEqual([0, expect.stringMatching(/^Sealed [1-9]\d* anew\./)])
    expect((await rotate(after, before)).out).toMatch(/^Sealed 0 anew\./)
    const events = await listAuditEvents(changing.world.db, { action: 'secret.rotated' }, { limit: 20 })
    const counts = events.map(({ data }) => Number(data?.sealed))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Number(/\d+/.exec(out)![0]))
    await changing.close()

    const last = await start(after)
    expect((await last.send('GET /auth/me', { bearer: person.access_token })).status).toBe(200)
    expect((await refresh(last.send, person.refresh_token)).status).toBe(200)
    expect((await signIn(last.send, person.email)).status).toBe(200)
    expect(last.world.secrets.derive('backup code', 'one')).toBe(derived)
    await last.close()
    await expect(start(before)).rejects.toThrow('another COUNTERSIGN_SECRET')
    remove()
  })

  it('knows every column that holds something sealed', async () => {
    const { url, remove } = await freshDatabase(kind)
    const server = await startServer({ DATABASE_URL: url })
    const { db, close } = await openDatabase(url)
    const tables = await db.introspection.getTables()
    const sealed = tables.filter(({ columns }) => columns.some(({ name }) => name.startsWith('sealed')))
    const inCode = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    expect(sealed.map(({ name }) => inCode(name)).sort()).toEqual([...sealedTables].sort())
    await close()
    await server.close()
    remove()
  })
})

it('asks for both secrets, and refuses two that are one', async () => {
  const { url, remove } = await freshDatabase('sqlite')
  const server = await startServer({ DATABASE_URL: url, COUNTERSIGN_SECRET: before })
  const given = { DATABASE_URL: url, COUNTERSIGN_SECRET: before }
  expect(await runCommand(given, ['secret', 'rotate'])).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^COUNTERSIGN_SECRET_OTHER is not set/),
  })
  expect(await runCommand({ ...given, COUNTERSIGN_SECRET_OTHER: before }, ['secret', 'rotate'])).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^COUNTERSIGN_SECRET_OTHER is no other secret/),
  })
  await server.close()
  remove()
})
