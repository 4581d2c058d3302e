import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave } from '../harness/fixtures/people.ts'
import { notPictures } from '../harness/fixtures/addresses.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

/** Alice, and an organization of hers. */
const acme = async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  return { hers, org: await seeds.organization(hers) }
}

const acmeWith = (role: Wire['Role']) => async (seeds: Seeds) => {
  const made = await acme(seeds)
  return { ...made, his: await seeds.organizationMember(made.hers, made.org.id, bob, role) }
}

/** Carol has nothing to do with it. */
const acmeAndStranger = async (seeds: Seeds) => ({ ...(await acme(seeds)), stranger: await seeds.appCaller(carol) })

const at = ({ id }: Wire['Organization']) => ({ path: { orgId: id } })

contract('app.listOrganizations', {
  'lists those of the caller, and no others': given(
    async (seeds) => {
      const made = await acmeAndStranger(seeds)
      await seeds.organization(made.stranger, { slug: 'globex' })
      return { ...made, second: await seeds.organization(made.hers, { name: 'Initech', slug: 'initech' }) }
    },
    {
      send: ({ hers }) => asUser(hers),
      expect: { status: 200, example: 'organizations' },
      then: async (_seeds, answer, { org, second }) => expect(answer.body).toEqual({ data: [org, second] }),
    },
  ),
  'has those that the account surface made, without a slug': given(
    async (seeds) => ({ ...(await seeds.user(alice)), hers: await seeds.appSession(alice) }),
    {
      send: ({ hers }) => asUser(hers),
      expect: { status: 200, example: 'organizations' },
      then: async (_seeds, answer, { accountId }) =>
        expect(answer.body).toMatchObject({ data: [{ id: accountId.slice('acc_'.length), name: '', slug: '' }] }),
    },
  ),
})

contract('app.createOrganization', {
  'makes one that the caller owns': given((seeds) => seeds.appUser(alice), {
    send: (hers) => ({
      ...asUser(hers),
      body: { name: 'Acme', slug: 'acme', imageUrl: 'https://acme.example/logo.png', metadata: { seats: 5 } },
    }),
    expect: { status: 200, example: 'organization' },
    then: async (seeds, answer, hers) => {
      const { data } = answer.body as Wire['OrganizationAnswer']
      expect(data).toMatchObject({
        tenantId: hers.user.tenantId,
        name: 'Acme',
        slug: 'acme',
        imageUrl: 'https://acme.example/logo.png',
        metadata: { seats: 5 },
        createdBy: hers.user.id,
      })
      const members = await seeds.call('app.listOrgMembers', { ...asUser(hers), ...at(data) })
      expect(members?.body).toMatchObject({ data: [{ userId: hers.user.id, email: alice.email, roleName: 'owner' }] })
    },
  }),
  'refuses a slug that is taken, in the same environment': given(acmeAndStranger, {
    send: ({ stranger }) => ({ ...asUser(stranger), body: { name: 'Another', slug: 'acme' } }),
    expect: { error: 'slug_taken' },
    then: async (seeds, _answer, { stranger }) =>
      expect((await seeds.call('app.listOrganizations', asUser(stranger)))?.body).toEqual({ data: [] }),
  }),
  'refuses a name that turns the text around it': given((seeds) => seeds.appCaller(alice), {
    send: (hers) => ({ ...asUser(hers), body: { name: 'Acme \u2069x', slug: 'acme' } }),
    expect: { error: 'invalid_request', detail: 'name' },
  }),
  'refuses a slug that is none': given((seeds) => seeds.appCaller(alice), {
    send: (hers) => ({ ...asUser(hers), body: { name: 'Acme', slug: 'Acme Corp' } }),
    expect: { error: 'invalid_request', detail: 'slug' },
  }),
  ...Object.fromEntries(
    notPictures.map((url) => [
      `refuses a picture at ${url}`,
      given((seeds) => seeds.appCaller(alice), {
        send: (hers) => ({ ...asUser(hers), body: { name: 'Acme', slug: 'acme', imageUrl: url } }),
        expect: { error: 'invalid_request', detail: 'imageUrl: ' },
      }),
    ]),
  ),
  'refuses fields that only the service sets (AC-087)': given((seeds) => seeds.appCaller(alice), {
    send: (hers) => ({
      ...asUser(hers),
      body: { name: 'Acme', slug: 'acme', createdBy: nowhere, id: nowhere } as never,
    }),
    expect: { error: 'invalid_request', detail: 'is not a field of this request' },
  }),
})

contract('app.getOrganization', {
  'shows it to everybody in it': given(acmeWith('viewer'), {
    send: ({ his, org }) => ({ ...asUser(his), ...at(org) }),
    expect: { status: 200, example: 'organization' },
    then: async (_seeds, answer, { org }) => expect(answer.body).toEqual({ data: org }),
  }),
  'refuses a stranger as if there were none (AC-085)': given(acmeAndStranger, {
    send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org) }),
    expect: { error: 'account_not_found' },
    then: async (seeds, answer, { stranger }) => {
      const missing = await seeds.call('app.getOrganization', { ...asUser(stranger), path: { orgId: nowhere } })
      expect(answer.text).toBe(missing?.text)
    },
  }),
})

contract('app.updateOrganization', {
  'changes what is sent, and clears what is null': given(
    async (seeds) => {
      const hers = await seeds.appCaller(alice)
      const more = { imageUrl: 'https://acme.example/logo.png', metadata: { seats: 5 } }
      return { hers, org: await seeds.organization(hers, more) }
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { slug: 'acme-corp', imageUrl: null } }),
      expect: { status: 200, example: 'organization' },
      then: async (_seeds, answer, { org }) =>
        expect(answer.body).toMatchObject({
          data: { id: org.id, name: 'Acme', slug: 'acme-corp', imageUrl: null, metadata: { seats: 5 } },
        }),
    },
  ),
  ...Object.fromEntries(
    notPictures.map((url) => [
      `refuses a picture at ${url}`,
      given(acme, {
        send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { imageUrl: url } }),
        expect: { error: 'invalid_request', detail: 'imageUrl: ' },
      }),
    ]),
  ),
  'changes its name and its metadata': given(acme, {
    send: ({ hers, org }) => ({
      ...asUser(hers),
      ...at(org),
      body: { name: 'Acme Corporation', metadata: { a: [1] } },
    }),
    expect: {
      status: 200,
      example: 'organization',
      body: ({ data }) => expect(data).toMatchObject({ name: 'Acme Corporation', slug: 'acme', metadata: { a: [1] } }),
    },
  }),
  'refuses a slug that is taken': given(
    async (seeds) => {
      const made = await acme(seeds)
      await seeds.organization(made.hers, { slug: 'globex' })
      return made
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { slug: 'globex' } }),
      expect: { error: 'slug_taken' },
    },
  ),
  'refuses a member (AC-088)': given(acmeWith('member'), {
    send: ({ his, org }) => ({ ...asUser(his), ...at(org), body: { name: 'Mine' } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { hers, org }) =>
      expect((await seeds.call('app.getOrganization', { ...asUser(hers), ...at(org) }))?.body).toEqual({ data: org }),
  }),
  'refuses fields that nobody may set (AC-087)': given(acme, {
    send: ({ hers, org }) => ({ ...asUser(hers), ...at(org), body: { name: 'Acme', tenantId: nowhere } as never }),
    expect: { error: 'invalid_request', detail: 'tenantId: is not a field of this request' },
  }),
  'refuses a stranger as if there were none': given(acmeAndStranger, {
    send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org), body: { name: 'Mine' } }),
    expect: { error: 'account_not_found' },
  }),
})

contract('app.deleteOrganization', {
  'refuses an owner who has not proven their address, where others are in it': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      const newcomer = await seeds.appNewcomer(dave)
      const body = { userId: newcomer.user.id, role: 'owner' as const }
      await seeds.call('app.addOrgMember', { ...asUser(made.hers), ...at(made.org), body })
      return { ...made, newcomer }
    },
    {
      send: ({ newcomer, org }) => ({ ...asUser(newcomer), ...at(org) }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'takes memberships along, and tokens speak for it no more': given(
    async (seeds) => {
      const made = await acmeWith('member')(seeds)
      const body = { organizationId: made.org.id }
      const switched = await seeds.call('app.setActiveOrganization', { ...asUser(made.his), body })
      return { ...made, switched: (switched?.body ?? made.his) as Wire['TokenPair'] }
    },
    {
      send: ({ hers, org }) => ({ ...asUser(hers), ...at(org) }),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { hers, his, org, switched }) => {
        for (const who of [hers, his]) {
          expect((await seeds.call('app.listOrganizations', asUser(who)))?.body).toEqual({ data: [] })
          expect((await seeds.call('app.getOrganization', { ...asUser(who), ...at(org) }))?.status).toBe(404)
        }
        const { headers } = asUser(his)
        const { refresh_token } = switched
        const renewed = await seeds.call('app.refresh', { headers: headers!, body: { refresh_token } })
        expect(decodeJwt((renewed?.body as Wire['TokenPair']).access_token)).not.toHaveProperty('org_id')
        // Its slug is free again.
        expect(await seeds.organization(hers)).toMatchObject({ slug: org.slug })
      },
    },
  ),
  'refuses while others stand below it': given(
    async (seeds) => {
      const made = await acme(seeds)
      const { tokens } = await seeds.session(alice)
      await seeds.account({ tokens } as never, 'Below', `acc_${made.org.id}`)
      return made
    },
    { send: ({ hers, org }) => ({ ...asUser(hers), ...at(org) }), expect: { error: 'account_has_children' } },
  ),
  'refuses a member (AC-088)': given(acmeWith('member'), {
    send: ({ his, org }) => ({ ...asUser(his), ...at(org) }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses a stranger as if there were none': given(acmeAndStranger, {
    send: ({ stranger, org }) => ({ ...asUser(stranger), ...at(org) }),
    expect: { error: 'account_not_found' },
  }),
})
