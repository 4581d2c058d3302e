import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import {
  bearer,
  companyWithMember,
  liddell,
  nobody,
  ownedByStranger,
  patch,
  proven,
  provision,
  readUser,
  withUser,
} from './directories.ts'

const userNames = (body: unknown) => (body as Wire['ScimUserList']).Resources.map(({ userName }) => userName)

contract('scim.patchUser', {
  'switches a user off as Azure AD says it, and signs them out at once': given(
    async (seeds) => ({ signedIn: await seeds.appCaller(bob) }),
    {
      send: ({ signedIn }) => ({
        bearer,
        path: { userId: signedIn.user.id },
        body: patch({ op: 'Replace', path: 'active', value: 'False' }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, answer, { signedIn }) => {
        expect(answer.body).toMatchObject({ active: false })
        expect((await seeds.call('app.getMe', asUser(signedIn)))?.status).toBe(401)
        const path = { userId: signedIn.user.id }
        const again = await seeds.call('scim.patchUser', {
          bearer,
          path,
          body: patch({ op: 'replace', value: { active: true } }),
        })
        expect(again?.body).toMatchObject({ active: true })
        // What it ended stays ended.
        expect((await seeds.call('app.getMe', asUser(signedIn)))?.status).toBe(401)
      },
    },
  ),
  'does not switch on whom an administrator switched off': given(companyWithMember, {
    send: ({ token, member }) => ({
      bearer: token,
      path: { userId: member.id },
      body: patch({ op: 'replace', path: 'name.givenName', value: 'Alicia' }),
    }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, _answer, { token, member, asked }) => {
      const path = { ...asked.path, userId: member.id }
      const off = await seeds.call('platform.updateAppUser', { ...asked, path, body: { isActive: false } })
      expect(off?.status).toBe(200)
      const on = await seeds.call('scim.patchUser', {
        bearer: token,
        path: { userId: member.id },
        body: patch({ op: 'replace', value: { active: true } }),
      })
      expect(on?.body).toMatchObject({ active: false })
    },
  }),
  'changes what a path names, and ignores what is not kept': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      body: patch(
        { op: 'Add', path: 'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', value: 'Pleasance' },
        { op: 'Replace', path: 'title', value: 'Explorer' },
        { op: 'Replace', value: { 'name.givenName': 'Al', externalId: 'new' } },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'al@example.com' },
      ),
    }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({
        externalId: 'new',
        displayName: 'Al Pleasance',
        emails: [{ value: 'al@example.com' }],
      }),
  }),
  'refuses what nobody changes, and ignores it where no path names it': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'groups', value: [] }) }),
    expect: { error: 'read_only', detail: 'groups: is not changed here' },
    then: async (seeds, _answer, { path, user }) => {
      const change = (...operations: Wire['ScimPatch']['Operations']) =>
        seeds.call('scim.patchUser', { bearer, path, body: patch(...operations) })
      for (const name of ['id', 'meta.version', 'urn:ietf:params:scim:schemas:core:2.0:User:groups.value']) {
        const refused = await change({ op: 'add', path: name, value: 'x' })
        expect(refused?.body).toMatchObject({ status: '400', scimType: 'mutability' })
      }
      for (const name of ['userName', 'active']) {
        expect((await change({ op: 'remove', path: name }))?.body).toMatchObject({ scimType: 'mutability' })
      }
      const along = { id: nobody, meta: {}, groups: [], 'name.givenName': 'Al' }
      expect((await change({ op: 'replace', value: along }))?.body).toMatchObject({
        id: user.id,
        name: { givenName: 'Al' },
      })
    },
  }),
  'refuses to remove what is not named': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'remove' }) }),
    expect: { error: 'no_target' },
  }),
  'refuses to choose among one value': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'active[type eq "x"]', value: false }) }),
    expect: { error: 'invalid_path' },
    then: async (seeds, _answer, { path }) => {
      const byValue = { op: 'replace', path: 'emails[value eq "a@example.com"].value', value: 'b@example.com' }
      expect((await seeds.call('scim.patchUser', { bearer, path, body: patch(byValue) }))?.body).toMatchObject({
        scimType: 'invalidPath',
      })
    },
  }),
  'keeps the address where another of another type is added': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      body: patch({ op: 'add', path: 'emails', value: [{ value: 'home@example.com', type: 'home' }] }),
    }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer, { path }) => {
      const addresses = (body: unknown) => ((body as Wire['ScimUser']).emails ?? []).map(({ value }) => value)
      expect(addresses(answer.body)).toEqual(['alice@example.com'])
      const change = async (...operations: Wire['ScimPatch']['Operations']) =>
        addresses((await seeds.call('scim.patchUser', { bearer, path, body: patch(...operations) }))?.body)
      expect(await change({ op: 'replace', path: 'emails[type eq "home"].value', value: 'home@example.com' })).toEqual([
        'alice@example.com',
      ])
      expect(await change({ op: 'remove', path: 'emails[type eq "home"]' })).toEqual(['alice@example.com'])
      expect(await change({ op: 'add', path: 'emails', value: [] })).toEqual(['alice@example.com'])
      const both = [
        { value: 'home@example.com', type: 'home' },
        { value: 'al@example.com', type: 'work' },
      ]
      expect(await change({ op: 'replace', path: 'emails', value: both })).toEqual(['al@example.com'])
      expect(await change({ op: 'remove', path: 'emails[primary eq true]' })).toEqual([])
    },
  }),
  'does all or nothing': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      body: patch(
        { op: 'replace', path: 'name.givenName', value: 'Eve' },
        { op: 'replace', path: 'active', value: 'perhaps' },
      ),
    }),
    expect: { error: 'invalid_request', detail: 'active: must be true or false' },
    then: async (seeds, _answer, { path, user }) =>
      expect((await readUser(seeds, bearer, path.userId))?.body).toEqual(user),
  }),
  'refuses another version': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      headers: { 'If-Match': '"another"' },
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses another address for whom it has not made': given((seeds) => seeds.appCaller(alice), {
    send: ({ user }) => ({
      bearer,
      path: { userId: user.id },
      body: patch({ op: 'replace', path: 'emails', value: [{ value: 'thief@example.com', primary: true }] }),
    }),
    expect: { error: 'not_provisioned' },
  }),
  'refuses an address that somebody has': given(
    async (seeds) => {
      await seeds.appCaller(alice)
      return withUser(seeds)
    },
    {
      send: ({ path }) => ({
        bearer,
        path,
        body: patch({ op: 'replace', path: 'emails.value', value: alice.email }),
      }),
      expect: { error: 'user_exists' },
    },
  ),
  'refuses one that is not there': {
    send: { bearer, path: { userId: nobody }, body: patch({ op: 'replace', path: 'active', value: false }) },
    expect: { error: 'user_not_found' },
  },
  'refuses to put out the last owner, whom it has not made': given(ownedByStranger, {
    send: ({ token, owner }) => ({
      bearer: token,
      path: { userId: owner.id },
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { error: 'last_owner' },
    then: async (seeds, _answer, { token, owner }) =>
      expect((await readUser(seeds, token, owner.id))?.body).toMatchObject({ active: true }),
  }),
  'ends the membership of whom it has not made, and no more': given(
    async (seeds) => {
      const made = await ownedByStranger(seeds)
      const member = await provision(seeds, made.token, liddell)
      const body = patch({ op: 'add', path: 'members', value: [{ value: member.id }] })
      await seeds.call('scim.patchGroup', { bearer: made.token, path: { groupId: 'owner' }, body })
      return made
    },
    {
      send: ({ token, owner }) => ({
        bearer: token,
        path: { userId: owner.id },
        body: patch({ op: 'replace', path: 'active', value: false }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, _answer, { token, wholeToken, owner }) => {
        expect((await readUser(seeds, token, owner.id))?.body).toMatchObject({ active: false, groups: [] })
        expect((await readUser(seeds, wholeToken, owner.id))?.body).toMatchObject({ active: true })
        const found = async (filter: string) =>
          userNames((await seeds.call('scim.listUsers', { bearer: token, query: { filter } }))?.body)
        expect(await found('active eq false')).toEqual([alice.email])
        expect(await found('active eq true')).toEqual([liddell.userName])
      },
    },
  ),
  'has no hold on whom it made once they have proven who they are, and may have them back': given(proven, {
    send: ({ token, path }) => ({
      bearer: token,
      path,
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer, { token, path, signIn }) => {
      // Out of the organization, and known there by the name that its directory has for them alone.
      expect(answer.body).toMatchObject({ active: false, groups: [], userName: liddell.userName })
      expect(answer.body).toMatchObject({ emails: [] })
      expect(await signIn()).toBe(200)
      const named = patch({ op: 'replace', path: 'name.givenName', value: 'Eve' })
      const renamed = await seeds.call('scim.patchUser', { bearer: token, path, body: named })
      expect(renamed?.body).toMatchObject({ status: '403', scimType: 'mutability' })
      const on = patch({ op: 'replace', path: 'active', value: true })
      const back = await seeds.call('scim.patchUser', { bearer: token, path, body: on })
      expect(back?.body).toMatchObject({ active: true, groups: [{ value: 'member' }] })
      expect((await seeds.call('scim.deleteUser', { bearer: token, path }))?.status).toBe(204)
      expect((await readUser(seeds, token, path.userId))?.status).toBe(404)
      expect(await signIn()).toBe(200)
    },
  }),
  'refuses a token that nobody knows': {
    send: {
      bearer: 'scim_test_no',
      path: { userId: nobody },
      body: patch({ op: 'replace', path: 'active', value: true }),
    },
    expect: { error: 'invalid_api_key' },
  },
})
