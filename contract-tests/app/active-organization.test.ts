import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type TokenPair = Wire['TokenPair']

/** Alice's organization, and Bob in it. */
const acme = async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  const org = await seeds.organization(hers)
  return { hers, org, his: await seeds.organizationMember(hers, org.id, bob, 'member') }
}

const activated = async (seeds: Seeds) => {
  const made = await acme(seeds)
  const answer = await seeds.call('app.setActiveOrganization', {
    ...asUser(made.his),
    body: { organizationId: made.org.id },
  })
  return { ...made, tokens: (answer?.body ?? made.his) as TokenPair }
}

const refresh = async (seeds: Seeds, { refresh_token }: TokenPair) =>
  (await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } }))!

/** What a token says of an organization. */
const spokenFor = ({ access_token }: TokenPair) =>
  Object.fromEntries(Object.entries(decodeJwt(access_token)).filter(([claim]) => claim.startsWith('org_')))

const afterRefresh = async (seeds: Seeds, tokens: TokenPair) =>
  spokenFor((await refresh(seeds, tokens)).body as TokenPair)

contract('app.setActiveOrganization', {
  'gives tokens that speak for the organization, now and after a refresh': given(acme, {
    send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
    expect: { status: 200, example: 'activated' },
    then: async (seeds, answer, { his, org }) => {
      const tokens = answer.body as TokenPair
      const claims = { org_id: org.id, org_slug: 'acme', org_role: 'member', org_permissions: [] }
      expect(spokenFor(his)).toEqual({})
      expect(spokenFor(tokens)).toEqual(claims)
      expect((await seeds.call('app.getMe', asUser(tokens)))?.body).toMatchObject({ data: { email: bob.email } })
      expect(await afterRefresh(seeds, tokens)).toEqual(claims)
    },
  }),
  'leaves other sessions of the user alone': given(
    async (seeds) => ({ ...(await acme(seeds)), phone: await seeds.appSession(bob) }),
    {
      send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
      expect: { status: 200, example: 'activated' },
      then: async (seeds, _answer, { phone }) => expect(await afterRefresh(seeds, phone)).toEqual({}),
    },
  ),
  'clears it with null': given(activated, {
    send: ({ tokens }) => ({ ...asUser(tokens), body: { organizationId: null } }),
    expect: { status: 200, example: 'activated' },
    then: async (seeds, answer, { org }) => {
      const tokens = answer.body as TokenPair
      expect(org.slug).toBe('acme')
      expect(spokenFor(tokens)).toEqual({})
      expect(await afterRefresh(seeds, tokens)).toEqual({})
    },
  }),
  'gives the old refresh token the same successor for ten seconds': given(acme, {
    send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
    expect: { status: 200, example: 'activated' },
    then: async (seeds, answer, { his }) => {
      const again = (await refresh(seeds, his)).body as TokenPair
      expect(again.refresh_token).toBe((answer.body as TokenPair).refresh_token)
      expect(spokenFor(again)).toHaveProperty('org_id')
    },
  }),
  'ends the session when the old refresh token comes back later (AC-020)': given(acme, {
    send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
    expect: { status: 200, example: 'activated' },
    then: async (seeds, answer, { his }) => {
      // Its answer has come: from now on the old token is a copy that somebody holds.
      await seeds.call('app.getMe', asUser(answer.body as TokenPair))
      await seeds.wait(11)
      expect((await refresh(seeds, his)).status).toBe(401)
      expect((await refresh(seeds, answer.body as TokenPair)).status).toBe(401)
      expect((await seeds.call('app.getMe', asUser(his)))?.status).toBe(401)
    },
  }),
  'loses the claims when the membership is gone (AC-029)': given(activated, {
    send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
    expect: { status: 200, example: 'activated' },
    then: async (seeds, answer, { hers, his, org }) => {
      const path = { orgId: org.id, memberId: his.memberId }
      await seeds.call('app.updateOrgMember', { ...asUser(hers), path, body: { role: 'viewer' } })
      const lowered = (await refresh(seeds, answer.body as TokenPair)).body as TokenPair
      expect(spokenFor(lowered)).toMatchObject({ org_role: 'viewer' })
      await seeds.call('app.removeOrgMember', { ...asUser(hers), path })
      expect(await afterRefresh(seeds, lowered)).toEqual({})
    },
  }),
  'refuses an organization of others as one that does not exist (AC-085)': given(
    async (seeds) => ({ org: await seeds.organization(await seeds.appUser(alice)), his: await seeds.appUser(bob) }),
    {
      send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id } }),
      expect: { error: 'account_not_found' },
      then: async (seeds, _answer, { his }) => expect((await refresh(seeds, his)).status).toBe(200),
    },
  ),
  'refuses a role beside it (AC-087)': given(acme, {
    send: ({ his, org }) => ({ ...asUser(his), body: { organizationId: org.id, role: 'owner' } as never }),
    expect: { error: 'invalid_request', detail: 'role: is not a field of this request' },
  }),
})
