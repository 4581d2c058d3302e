// What an organization's directory may do of whom it has made, once another organization has them too.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { liddell, named, neighbours, patch, readUser, setActive, share, shared } from './directories.ts'

const groupsOf = (body: unknown) => ((body as Wire['ScimUser']).groups ?? []).map(({ value }) => value)

contract('scim.patchUser', {
  'has no hold on whom it made once another organization has them': given(shared, {
    send: ({ token, path }) => ({ bearer: token, path, body: setActive(false) }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer, { token, otherToken, wholeToken, path }) => {
      expect(answer.body).toMatchObject({ active: false, groups: [], emails: [] })
      const elsewhere = (await readUser(seeds, otherToken, path.userId))?.body
      expect(elsewhere).toMatchObject({ active: true, userName: liddell.userName })
      expect(groupsOf(elsewhere)).toEqual(['member'])
      expect((await readUser(seeds, wholeToken, path.userId))?.body).toMatchObject({ active: true })
      // Nor has the directory of the other one, which has not made them.
      const off = await seeds.call('scim.patchUser', { bearer: otherToken, path, body: setActive(false) })
      expect(off?.body).toMatchObject({ active: false, groups: [] })
      expect((await readUser(seeds, wholeToken, path.userId))?.body).toMatchObject({ active: true })
      const back = await seeds.call('scim.patchUser', { bearer: token, path, body: setActive(true) })
      expect(back?.body).toMatchObject({ active: true, groups: [{ value: 'member' }] })
    },
  }),
  'gives them no other address, and no other name': given(shared, {
    send: ({ token, path }) => ({
      bearer: token,
      path,
      body: patch({ op: 'replace', path: 'emails', value: [{ value: 'thief@example.com', primary: true }] }),
    }),
    expect: { error: 'not_provisioned' },
    then: async (seeds, _answer, { token, wholeToken, path }) => {
      const renamed = patch({ op: 'replace', path: 'name.givenName', value: 'Eve' })
      expect((await seeds.call('scim.patchUser', { bearer: token, path, body: renamed }))?.status).toBe(403)
      // What it calls them is its own affair: it is their address no more.
      const labelled = patch({ op: 'replace', path: 'externalId', value: 'other' })
      expect((await seeds.call('scim.patchUser', { bearer: token, path, body: labelled }))?.status).toBe(200)
      expect((await readUser(seeds, wholeToken, path.userId))?.body).toMatchObject({
        emails: [{ value: liddell.userName }],
        name: liddell.name,
      })
    },
  }),
  'reaches nobody of another organization': given(neighbours, {
    send: ({ otherToken, path }) => ({ bearer: otherToken, path, body: setActive(false) }),
    expect: { error: 'user_not_found' },
    then: async (seeds, _answer, { token, path }) =>
      expect((await readUser(seeds, token, path.userId))?.body).toMatchObject({ active: true }),
  }),
})

contract('scim.replaceUser', {
  'gives no other address by another name to whom another organization has, too': given(shared, {
    send: ({ token, path }) => ({ bearer: token, path, body: named('thief@example.com') }),
    expect: { error: 'not_provisioned' },
    then: async (seeds, _answer, { token, path }) =>
      expect((await readUser(seeds, token, path.userId))?.body).toMatchObject({ userName: liddell.userName }),
  }),
})

contract('scim.deleteUser', {
  'ends the membership alone of whom another organization has, too': given(shared, {
    send: ({ token, path }) => ({ bearer: token, path }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { token, otherToken, path }) => {
      expect((await readUser(seeds, token, path.userId))?.status).toBe(404)
      expect((await readUser(seeds, otherToken, path.userId))?.body).toMatchObject({ active: true })
    },
  }),
  'takes with it what it switched off before the other one had them': given(
    async (seeds) => {
      const made = await neighbours(seeds)
      await seeds.call('scim.patchUser', { bearer: made.token, path: made.path, body: setActive(false) })
      await share(seeds, made)
      return made
    },
    {
      send: ({ token, path }) => ({ bearer: token, path }),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { otherToken, path }) =>
        expect((await readUser(seeds, otherToken, path.userId))?.body).toMatchObject({ active: true }),
    },
  ),
})
