// What a directory's token could be misused for, on each kind of database: what it asks, how much, and how often at once.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import { type Received, type TestServer, prove, signUp } from '../server-for-tests.ts'
import { administer, directoryWith, groupOf, json, patchOf, searchOf, userOf } from './directories-for-tests.ts'

type User = Wire['ScimUser']
type Group = Wire['ScimGroup']

const kindOf = ({ body }: Received) => (body as { readonly scimType?: string }).scimType

describe.each(kinds)('a directory on two instances with one %s', (kind) => {
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

  it('reads a filter as what it says, and nothing of it as a statement', async () => {
    const { id } = await directory.makeUser("o'hara@filters.example", {
      name: { givenName: 'Élise', familyName: '%_\\' },
    })
    const found = async (filter: string) => {
      const answer = await directory.find('Users', `(${filter}) and userName ew "@filters.example"`)
      expect(answer.status).toBe(200)
      return json<Wire['ScimUserList']>(answer).Resources.map((user) => user.id)
    }
    for (const filter of [
      `userName eq "O'HARA@filters.example"`,
      'name.givenName eq "Élise"',
      'name.givenName sw "É" and name.givenName ew "e" and name.givenName co "lis"',
      'name.familyName eq "%_\\\\"',
      'name.familyName co "_" and name.familyName sw "%" and name.familyName ew "\\\\"',
      'externalId eq null',
      'userName co ""',
      `id eq "${id}"`,
    ]) {
      expect(await found(filter), filter).toEqual([id])
    }
    for (const filter of [
      `userName eq "x' or '1'='1"`,
      'userName sw "%"',
      'name.familyName ew "%"',
      'name.givenName eq null',
      `id eq "${id.toUpperCase()}"`,
      `id sw "${id.slice(0, -1).toUpperCase()}"`,
    ]) {
      expect(await found(filter), filter).toEqual([])
    }
  })

  it('refuses what no database keeps, wherever an escape spells it', async () => {
    const group = await directory.makeGroup('Escapes')
    const nul = 'a\\u0000b'
    for (const filter of [`userName eq "${nul}"`, `id eq "${nul}"`, 'externalId eq "\\ud800"']) {
      for (const kindOfThing of ['Users', 'Groups'] as const) {
        const answer = await directory.find(kindOfThing, filter)
        expect([answer.status, kindOf(answer)]).toEqual([400, 'invalidFilter'])
      }
      const searched = await directory.ask('POST /.search', { body: searchOf({ filter }) })
      expect([searched.status, kindOf(searched)]).toEqual([400, 'invalidFilter'])
    }
    const members = patchOf({ op: 'add', path: 'members', value: [{ value: 'a\0' }] })
    expect((await directory.ask(`PATCH /Groups/${group.id}`, { body: members })).status).toBe(400)
    expect((await directory.ask('GET /Users/a%00')).status).toBe(400)
    expect((await directory.find('Groups', 'displayName eq null')).status).toBe(200)
    expect(failures()).toEqual([])
  })

  it('takes little time for filters and paths that are made to take long', async () => {
    const before = process.cpuUsage()
    const deep = `${'('.repeat(400)}active eq true${')'.repeat(400)}`
    for (const filter of [deep, 'a.'.repeat(500), `userName eq "${'\\'.repeat(900)}`, 'x'.repeat(2000)]) {
      expect((await directory.find('Users', filter)).status).toBe(400)
    }
    const wide = Array.from({ length: 20 }, (_, index) => `displayName co "${'a'.repeat(20)}${index}"`).join(' or ')
    expect((await directory.find('Users', wide)).status).toBe(200)
    const { id } = await directory.makeUser('paths@paths.example')
    const paths = [
      'a.'.repeat(150),
      'a'.repeat(300),
      `emails[${'a'.repeat(250)}`,
      `${'a:'.repeat(100)}[x].y.z`,
      '[]'.repeat(150),
    ]
    for (const path of paths) {
      const operations = Array.from({ length: 100 }, () => ({ op: 'replace', path, value: 'x' }))
      const answer = await directory.ask(`PATCH /Users/${id}`, { body: patchOf(...operations) })
      expect([200, 400]).toContain(answer.status)
    }
    const nested = `${'{"name":'.repeat(5000)}{"givenName":"deep"}${'}'.repeat(5000)}`
    const body = JSON.stringify(patchOf({ op: 'replace', value: null })).replace('null', nested)
    const headers = { 'content-type': 'application/json' }
    expect((await directory.ask(`PATCH /Users/${id}`, { headers, body })).status).toBeLessThan(500)
    const more = patchOf(...Array.from({ length: 101 }, () => ({ op: 'replace', path: 'active', value: true })))
    expect((await directory.ask(`PATCH /Users/${id}`, { body: more })).status).toBe(400)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(10_000)
    expect(failures()).toEqual([])
  })

  it('gives nobody an address that somebody has proven, by whatever name', async () => {
    const { send } = servers[0]!
    const { email } = await signUp(send)
    await prove(send, email)
    for (const { ask, makeUser } of [directory, organization]) {
      const { id } = await makeUser(`${organizationId.slice(0, 4)}-${ask === directory.ask}@claims.example`)
      const other = await makeUser(`label-${ask === directory.ask}`, { emails: [{ value: `l${id}@claims.example` }] })
      for (const { id: taker } of [{ id }, other]) {
        const replaced = await ask(`PUT /Users/${taker}`, { body: userOf('x', { emails: [{ value: email }] }) })
        const patched = await ask(`PATCH /Users/${taker}`, {
          body: patchOf({ op: 'replace', path: 'emails', value: [{ value: email.toUpperCase(), primary: true }] }),
        })
        expect([replaced, patched].map(({ status }) => status)).toEqual([409, 409])
      }
      for (const taker of [id, other.id]) {
        const renamed = await ask(`PUT /Users/${taker}`, { body: userOf(email) })
        expect([renamed.status, kindOf(renamed)]).toEqual([409, 'uniqueness'])
      }
      const labelled = userOf(email, { emails: [{ value: `other-${id}@claims.example` }] })
      expect((await ask('POST /Users', { body: labelled })).status).toBe(409)
      expect(json<User>(await ask(`GET /Users/${id}`)).emails![0]!.value).toMatch(/@claims\.example$/)
    }
  })

  it('takes two thousand members at once, and each of them once', async () => {
    const users: User[] = []
    for (let index = 0; index < 30; index += 1) users.push(await directory.makeUser(`m${index}@many.example`))
    const ids = Array.from({ length: 2000 }, (_, index) => users[index % users.length]!.id)
    const answer = await directory.ask('POST /Groups', { body: groupOf('Many', ids) })
    expect(json<Group>(answer).members).toHaveLength(30)
    const path = `/Groups/${json<Group>(answer).id}`
    const back = { op: 'add', path: 'members', value: users.map(({ id }) => ({ value: id })) }
    const operations = Array.from({ length: 10 }, () => [{ op: 'remove', path: 'members' }, back]).flat()
    const again = await directory.ask(`PATCH ${path}`, { body: patchOf(...operations) })
    expect(json<Group>(again).members).toHaveLength(30)
    const stranger = patchOf({ op: 'remove', path: 'members' }, { op: 'add', path: 'members', value: [{ value: 'x' }] })
    expect((await directory.ask(`PATCH ${path}`, { body: stranger })).status).toBe(400)
    expect(json<Group>(await directory.ask(`GET ${path}`)).members).toHaveLength(30)
    const tooMany = Array.from({ length: 2001 }, () => 'x')
    expect((await directory.ask('POST /Groups', { body: groupOf('More', tooMany) })).status).toBe(400)
  })

  it('puts out no more than two thousand at once', async () => {
    const { db } = servers[0]!.world
    const { id: roleId } = await directory.makeGroup('Crowd')
    const { id: first } = await directory.makeUser('crowd@crowd.example')
    const user = await db.selectFrom('users').selectAll().where('id', '=', first).executeTakeFirstOrThrow()
    const users = Array.from({ length: 2001 }, (_, index) => ({
      ...user,
      id: `${first}-${index}`,
      email: `crowd${index}@crowd.example`,
    }))
    for (let at = 0; at < users.length; at += 500) {
      const some = users.slice(at, at + 500)
      await db.insertInto('users').values(some).execute()
      await db
        .insertInto('userRoles')
        .values(some.map(({ id: userId }) => ({ userId, roleId, createdAt: 1 })))
        .execute()
    }
    const path = `/Groups/${roleId}`
    const empty = patchOf({ op: 'remove', path: 'members' })
    const answers = [
      await directory.ask(`PUT ${path}`, { body: groupOf('Crowd') }),
      await directory.ask(`PATCH ${path}`, { body: empty }),
    ]
    expect(answers.map((answer) => [answer.status, kindOf(answer)])).toEqual([
      [400, 'invalidValue'],
      [400, 'invalidValue'],
    ])
    const one = patchOf({ op: 'remove', path: `members[value eq "${users[0]!.id}"]` })
    expect((await directory.ask(`PATCH ${path}`, { body: one })).status).toBe(200)
    expect(json<Group>(await directory.ask(`PATCH ${path}`, { body: empty })).members).toEqual([])
  })

  it('is dead within a second of its revocation, on every instance', async () => {
    const { id, token } = await admin.tokenFor()
    expect((await at(1, token).ask('GET /Users?count=0')).status).toBe(200)
    await admin.ask(`DELETE /api-keys/${id}`)
    await pause(1000)
    for (const index of [0, 1]) {
      const { ask } = at(index, token)
      expect((await ask('GET /Users')).status).toBe(401)
      expect((await ask('POST /Users', { body: userOf('late@late.example') })).status).toBe(401)
      expect((await ask('POST /.search', { body: searchOf({}) })).status).toBe(401)
    }
    const found = await directory.find('Users', 'userName eq "late@late.example"')
    expect(json<Wire['ScimUserList']>(found).totalResults).toBe(0)
    const gone = await admin.organization('gone')
    const orphan = (await admin.tokenFor(gone)).token
    expect((await at(1, orphan).ask('GET /Groups')).status).toBe(200)
    await admin.ask(`DELETE /organizations/${gone}`)
    expect((await at(1, orphan).ask('GET /Groups')).status).toBe(401)
  })
})
