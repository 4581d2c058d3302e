// A directory of more users than a filter may look through one by one.
import { expect, it, onTestFinished } from 'vitest'
import { listUsers } from '../../../server/identity/directory/directory-users.ts'
import { sandboxEnvironmentId as environmentId } from '../../../server/model/sandbox-credentials.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { insertNewUsers } from '../../../server/storage/many-users.ts'
import { startServer } from '../../server-for-tests.ts'
import { user } from '../../storage/world-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'

it('is asked for somebody whom an index knows, else the filter is refused', async () => {
  const server = await startServer()
  onTestFinished(() => server.close())
  const { db } = server.world
  await insertNewUsers(db, [user('ada', { environmentId, email: 'ada@example.test' })])
  const environment = (await findEnvironment(db, environmentId))!
  const ctx = contextFor(server.world, { caller: { kind: 'directory', environment, organization: null, keyId: 'k' } })
  const find = (filter: string) => listUsers(ctx, { filter, startIndex: 1, count: 10 })
  const among = ['emails co "ada"', 'active eq true', 'userName eq "ada@example.test" or id eq "x"']
  const few = [
    'userName eq "ada@example.test"',
    'emails eq "ada@example.test" and active eq true',
    'id eq "ada"',
    'externalId eq "none"',
    'meta.resourceType eq "Group" and displayName eq "Editors"',
  ]
  for (const filter of among) expect([filter, (await find(filter)).total]).toEqual([filter, 1])
  // What triggers add to the sum where 50,000 more sign up.
  await db.insertInto('counts').values({ name: 'users', environmentId, bucket: 7, total: 50_000 }).execute()
  for (const filter of among) {
    await expect(find(filter)).rejects.toMatchObject({
      code: 'invalid_filter',
      detail: expect.stringContaining('50000'),
    })
  }
  const totals = []
  for (const filter of few) totals.push((await find(filter)).total)
  expect(totals).toEqual([1, 1, 1, 0, 0])
  expect((await listUsers(ctx, { filter: undefined, startIndex: 1, count: 10 })).found).toHaveLength(1)
})
