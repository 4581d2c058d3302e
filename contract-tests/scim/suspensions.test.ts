// Who is switched off by whom: a directory and an administrator, of one user.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import {
  companyWithMember,
  liddell,
  ownedByStranger,
  patch,
  proven,
  provision,
  readUser,
  setActive,
} from './directories.ts'

type Made = Awaited<ReturnType<typeof companyWithMember>>

const byAdministrator = async (seeds: Seeds, { asked, member }: Pick<Made, 'asked' | 'member'>, isActive: boolean) => {
  const path = { ...asked.path, userId: member.id }
  expect((await seeds.call('platform.updateAppUser', { ...asked, path, body: { isActive } }))?.status).toBe(200)
}

const byDirectory = async (seeds: Seeds, { token, member }: Pick<Made, 'token' | 'member'>, active: boolean) => {
  const path = { userId: member.id }
  const answer = await seeds.call('scim.patchUser', { bearer: token, path, body: setActive(active) })
  return (answer?.body as Wire['ScimUser']).active
}

const switchedOff = { status: 200, example: 'user' } as const

contract('scim.patchUser', {
  'does not lift the suspension of an administrator who came after it': given(companyWithMember, {
    send: ({ token, member }) => ({ bearer: token, path: { userId: member.id }, body: setActive(false) }),
    expect: switchedOff,
    then: async (seeds, _answer, made) => {
      await byAdministrator(seeds, made, false)
      expect(await byDirectory(seeds, made, true)).toBe(false)
      expect(await byDirectory(seeds, made, false)).toBe(false)
      expect(await byDirectory(seeds, made, true)).toBe(false)
      await byAdministrator(seeds, made, true)
      expect((await readUser(seeds, made.token, made.member.id))?.body).toMatchObject({ active: true })
    },
  }),
  'nor of one who came before, by the directory of the environment neither': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      await seeds.call('platform.updateAppUser', {
        ...made.asked,
        path: { ...made.asked.path, userId: made.member.id },
        body: { isActive: false },
      })
      return made
    },
    {
      send: ({ wholeToken, member }) => ({ bearer: wholeToken, path: { userId: member.id }, body: setActive(false) }),
      expect: switchedOff,
      then: async (seeds, _answer, made) => {
        expect(await byDirectory(seeds, { ...made, token: made.wholeToken }, true)).toBe(false)
        expect(await byDirectory(seeds, made, true)).toBe(false)
      },
    },
  ),
  'switches off and on again whom an administrator switched on meanwhile': given(companyWithMember, {
    send: ({ token, member }) => ({ bearer: token, path: { userId: member.id }, body: setActive(false) }),
    expect: switchedOff,
    then: async (seeds, _answer, made) => {
      await byAdministrator(seeds, made, false)
      await byAdministrator(seeds, made, true)
      expect(await byDirectory(seeds, made, true)).toBe(true)
      expect(await byDirectory(seeds, made, false)).toBe(false)
      expect(await byDirectory(seeds, made, true)).toBe(true)
    },
  }),
  'leaves what the directory of the environment switched off to it': given(companyWithMember, {
    send: ({ wholeToken, member }) => ({ bearer: wholeToken, path: { userId: member.id }, body: setActive(false) }),
    expect: switchedOff,
    then: async (seeds, _answer, made) => {
      expect(await byDirectory(seeds, made, true)).toBe(false)
      expect(await byDirectory(seeds, { ...made, token: made.wholeToken }, true)).toBe(true)
    },
  }),
  'puts out a suspended member, who is suspended still when they are back': given(
    async (seeds) => {
      const made = await proven(seeds)
      await seeds.call('platform.updateAppUser', {
        ...made.asked,
        path: { ...made.asked.path, userId: made.member.id },
        body: { isActive: false },
      })
      return made
    },
    {
      send: ({ token, path }) => ({ bearer: token, path, body: setActive(false) }),
      expect: switchedOff,
      then: async (seeds, answer, made) => {
        expect(answer.body).toMatchObject({ active: false, groups: [], emails: [] })
        expect(await byDirectory(seeds, made, true)).toBe(false)
        expect((await readUser(seeds, made.token, made.member.id))?.body).toMatchObject({
          groups: [{ value: 'member' }],
          emails: [{ value: liddell.userName }],
        })
        expect(await byDirectory(seeds, made, true)).toBe(false)
        expect(await made.signIn()).toBe(401)
        await byAdministrator(seeds, made, true)
        expect((await readUser(seeds, made.token, made.member.id))?.body).toMatchObject({ active: true })
        expect(await made.signIn()).toBe(200)
      },
    },
  ),
})

contract('scim.listUsers', {
  'shows of whom it put out what it calls them, and nothing else by any filter': given(
    async (seeds) => {
      const made = await ownedByStranger(seeds)
      const { token, owner } = made
      const other = await provision(seeds, token, liddell)
      const body = patch({ op: 'add', path: 'members', value: [{ value: other.id }] })
      await seeds.call('scim.patchGroup', { bearer: token, path: { groupId: 'owner' }, body })
      const path = { ...made.asked.path, userId: owner.id }
      await seeds.call('platform.updateAppUser', { ...made.asked, path, body: { firstName: 'Mary', lastName: 'Ann' } })
      await seeds.call('scim.patchUser', { bearer: token, path: { userId: owner.id }, body: setActive(false) })
      const seen = await readUser(seeds, token, owner.id)
      // What becomes of them afterwards is no business of the directory.
      await seeds.call('platform.updateAppUser', { ...made.asked, path, body: { firstName: 'Marianne' } })
      return { ...made, other, seen: seen?.body }
    },
    {
      send: ({ token }) => ({ bearer: token, query: { filter: 'emails pr' } }),
      expect: { status: 200, example: 'users' },
      then: async (seeds, answer, { token, owner, other, seen }) => {
        const ids = (body: unknown) => (body as Wire['ScimUserList']).Resources.map(({ id }) => id)
        expect(ids(answer.body)).toEqual([other.id])
        const find = async (filter: string) =>
          ids((await seeds.call('scim.listUsers', { bearer: token, query: { filter } }))?.body)
        for (const filter of [
          `emails eq "${owner.email}"`,
          `emails.value sw "${owner.email.slice(0, 3)}" and active eq false`,
          'name.givenName pr and active eq false',
          'name.familyName eq "Ann"',
          'displayName co "Mary"',
          'displayName co "Marianne"',
        ]) {
          expect(await find(filter)).toEqual([])
        }
        expect(await find('not (emails pr)')).toEqual([owner.id])
        expect(await find(`userName eq "${owner.email}"`)).toEqual([owner.id])
        expect((await readUser(seeds, token, owner.id))?.body).toEqual(seen)
      },
    },
  ),
})
