// What must hold of a directory when requests come at once: on two instances that share a database of each kind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import type { Received, TestServer } from '../server-for-tests.ts'
import { administer, directoryWith, groupOf, json, patchOf, searchOf, userOf } from './directories-for-tests.ts'

type User = Wire['ScimUser']
type Group = Wire['ScimGroup']

const countOf = (answers: readonly Received[], wanted: number) =>
  answers.filter(({ status }) => status === wanted).length

describe.each(kinds)('at once, on two instances with one %s', (kind) => {
  let servers: TestServer[] = []
  let admin: Awaited<ReturnType<typeof administer>>
  let directory: ReturnType<typeof directoryWith>
  let organization: ReturnType<typeof directoryWith>
  let organizationId = ''
  const at = (index: number, token: string) => directoryWith(servers[index % servers.length]!.send, token)

  beforeAll(async () => {
    servers = await startServersOn(kind, [{}, {}])
    admin = await administer(servers[0]!.send)
    directory = at(0, (await admin.tokenFor()).token)
    organizationId = await admin.organization('wonderland')
    organization = at(0, (await admin.tokenFor(organizationId)).token)
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })
  const failures = () =>
    servers.flatMap(({ logs }) => logs).filter(({ level }) => level === 'error' || Number(level) >= 50)

  it('changes one version once, whoever asks at once', async () => {
    const made = await directory.makeUser('race@race.example')
    const path = `/Users/${made.id}`
    const headers = { 'if-match': made.meta!.version }
    const changes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        at(index, directory.token).ask(`PATCH ${path}`, {
          headers,
          body: patchOf({ op: 'replace', path: 'externalId', value: `race-${index}` }),
        }),
      ),
    )
    expect([countOf(changes, 200), countOf(changes, 412)]).toEqual([1, 19])
    const [won] = changes.filter(({ status }) => status === 200)
    expect(json<User>(await directory.ask(`GET ${path}`))).toEqual(json<User>(won!))
    const now = { 'if-match': json<User>(won!).meta!.version }
    const ends = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        index % 2 === 0
          ? at(index, directory.token).ask(`DELETE ${path}`, { headers: now })
          : at(index, directory.token).ask(`PUT ${path}`, { headers: now, body: userOf(`race-${index}@race.example`) }),
      ),
    )
    expect(ends.filter(({ status }) => status < 300)).toHaveLength(1)

    const group = await directory.makeGroup('Racers')
    const named = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        at(index, directory.token).ask(`PUT /Groups/${group.id}`, {
          headers: { 'if-match': group.meta!.version },
          body: groupOf(`Racers ${index}`),
        }),
      ),
    )
    expect([countOf(named, 200), countOf(named, 412)]).toEqual([1, 9])
    expect(failures()).toEqual([])
  })

  it('makes one user of one name, whoever asks at once', async () => {
    const spelled = ['One@once.example', 'one@once.example', 'ONE@ONCE.EXAMPLE']
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        at(index, (index % 3 === 0 ? organization : directory).token).ask('POST /Users', {
          body: userOf(spelled[index % 3]!),
        }),
      ),
    )
    expect([countOf(answers, 201), countOf(answers, 409)]).toEqual([1, 11])
    expect(failures()).toEqual([])
  })

  it('lists groups while others delete them', async () => {
    const groups = await Promise.all(Array.from({ length: 12 }, (_, index) => directory.makeGroup(`Passing ${index}`)))
    const answers = await Promise.all(
      groups.flatMap(({ id }, index) => [
        at(index, directory.token).ask('GET /Groups'),
        at(index + 1, directory.token).ask(`DELETE /Groups/${id}`),
        at(index, directory.token).ask('POST /.search', { body: searchOf({}) }),
      ]),
    )
    expect(answers.filter(({ status }) => status >= 300)).toEqual([])
    expect(failures()).toEqual([])
  })

  it('leaves an organization an owner, whoever puts out whom at once', async () => {
    const own = await admin.organization('two-owners')
    const { token } = await admin.tokenFor(own)
    const { makeUser, ask } = at(0, token)
    const owners = [await makeUser('first@owners.example'), await makeUser('second@owners.example')]
    const value = owners.map(({ id }) => ({ value: id }))
    await ask('PATCH /Groups/owner', { body: patchOf({ op: 'add', path: 'members', value }) })
    const answers = await Promise.all(
      owners.flatMap(({ id }, index) => [
        at(index, token).ask(`DELETE /Users/${id}`),
        at(index + 1, token).ask('PATCH /Groups/owner', {
          body: patchOf({ op: 'remove', path: `members[value eq "${id}"]` }),
        }),
      ]),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(json<Group>(await ask('GET /Groups/owner')).members!.length).toBeGreaterThan(0)
    expect(failures()).toEqual([])
  })
})
