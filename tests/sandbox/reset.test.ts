// What a reset of the sandbox leaves, where its database is in memory and where it is not.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rotateSigningKeys } from '../../server/identity/sessions/signing-keys.ts'
import { resetSandbox } from '../../server/sandbox/sandbox.ts'
import { allTables, readTables } from '../../server/storage/all-tables.ts'
import { listSigningKeys } from '../../server/storage/signing-keys.ts'
import { contextFor } from '../identity/context-for-tests.ts'
import { signUp, startServer } from '../server-for-tests.ts'

const inFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-reset-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return `sqlite:${join(folder, 'sandbox.db')}`
}

describe.each([
  ['in memory', () => 'sqlite::memory:'],
  ['in a file', inFile],
])('a sandbox %s', (_where, urlOf) => {
  const start = async () => {
    const server = await startServer({ DATABASE_URL: urlOf() })
    onTestFinished(() => server.close())
    const ctx = contextFor(server.world)
    const rows = async () => {
      const all = await readTables(ctx.db, allTables)
      // When it was made is all that may differ.
      return JSON.parse(
        JSON.stringify(all).replaceAll(/"(createdAt|updatedAt|emailVerifiedAt)":\d+/g, '"$1":0'),
      ) as unknown
    }
    return { ...server, ctx, rows }
  }

  it('is as at first after each reset, whatever was written', async () => {
    const { ctx, send, rows } = await start()
    await resetSandbox(ctx)
    const first = await rows()
    for (let round = 0; round < 3; round += 1) {
      await signUp(send)
      expect(await rows()).not.toEqual(first)
      await resetSandbox(ctx)
      expect(await rows()).toEqual(first)
    }
  })

  it('keeps the signing keys that came since', async () => {
    const { ctx, send } = await start()
    await resetSandbox(ctx)
    await rotateSigningKeys(ctx)
    const keys = await listSigningKeys(ctx.db)
    for (let round = 0; round < 2; round += 1) {
      await signUp(send)
      await resetSandbox(ctx)
      expect(await listSigningKeys(ctx.db)).toEqual(keys)
    }
  })
})
