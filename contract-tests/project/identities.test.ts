import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { linkingCases } from '../harness/cases/linking-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, pkce } from '../harness/fixtures/people.ts'
import { type Seeds, type StandInPerson, ada } from '../harness/seeds/seeds.ts'
import { codeFromProvider } from './provider-journeys.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

type Bearer = Pick<Wire['ProjectSession'], 'accessToken'>

const asUser = ({ accessToken }: Bearer) => ({ bearer: accessToken })

const links = async (seeds: Seeds, who: Bearer) =>
  ((await seeds.call('project.listIdentities', asUser(who)))?.body as Wire['ProviderLinkList'] | undefined)?.data ?? []

/** Somebody who came by a provider, and has nothing else unless they had a password before. */
const ofProvider = async (seeds: Seeds, person: StandInPerson = ada) => {
  const body = { code: await codeFromProvider(seeds, 'google', person), code_verifier: pkce.verifier }
  const answer = await seeds.call('project.exchangeOAuthCode', { query: { client_type: 'mobile' }, body })
  const { accessToken } = (answer?.body as Wire['ProjectSession'] | undefined) ?? (await seeds.projectUser(alice))
  return { accessToken, identityId: (await links(seeds, { accessToken }))[0]?.id ?? nowhere }
}

/** The same, who signs in by a password, too. */
const withPassword = async (seeds: Seeds) => {
  await seeds.appUser({ ...alice, email: ada.email ?? alice.email })
  return ofProvider(seeds)
}

const at = (who: Bearer, identityId: string) => ({ ...asUser(who), path: { identityId } })

contract('project.listIdentities', {
  'lists those of the caller alone': given(ofProvider, {
    send: (made) => asUser(made),
    expect: { status: 200, example: 'identities', body: ({ data }) => expect(data).toHaveLength(1) },
    then: async (seeds, answer) => {
      const { data } = answer.body as Wire['ProviderLinkList']
      expect(data[0]).toMatchObject({ provider: 'google', email: ada.email })
      expect(await links(seeds, await seeds.projectUser(bob))).toEqual([])
    },
  }),
})

contract('project.unlinkIdentity', {
  'takes it away, and tells the person': given(withPassword, {
    send: (made) => at(made, made.identityId),
    expect: { status: 200, example: 'unlinked' },
    then: async (seeds, _answer, made) => {
      expect(await links(seeds, made)).toEqual([])
      expect((await seeds.mail(ada.email ?? '', 'provider_unlinked')).link).toContain('/auth/not-me?token=')
      expect((await seeds.call('project.unlinkIdentity', at(made, made.identityId)))?.status).toBe(404)
    },
  }),
  'keeps what is the last to sign somebody in': given(ofProvider, {
    send: (made) => at(made, made.identityId),
    expect: { error: 'last_sign_in_method' },
    then: async (seeds, _answer, made) => {
      expect(await links(seeds, made)).toHaveLength(1)
      const body = { newPassword: 'lantern paper staple' }
      const changed = await seeds.call('project.changePassword', { ...asUser(made), body })
      const next = changed?.body as Wire['ProjectSession']
      expect((await seeds.call('project.unlinkIdentity', at(next, made.identityId)))?.status).toBe(200)
    },
  }),
  'is done once, however often it is asked at once': given(withPassword, {
    send: (made) => at(made, nowhere),
    expect: { error: 'identity_not_found' },
    then: async (seeds, _answer, made) => {
      const many = await Promise.all(
        Array.from({ length: 4 }, () => seeds.call('project.unlinkIdentity', at(made, made.identityId))),
      )
      expect(many.map((one) => one?.status).sort()).toEqual([200, 404, 404, 404])
    },
  }),
  'refuses one of somebody else as one that does not exist': given(
    async (seeds) => ({ ...(await withPassword(seeds)), his: await seeds.projectUser(bob) }),
    {
      send: ({ his, identityId }) => at(his, identityId),
      expect: { error: 'identity_not_found' },
      then: async (seeds, _answer, made) => expect(await links(seeds, made)).toHaveLength(1),
    },
  ),
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await withPassword(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: (made) => at(made, made.identityId),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, made) => expect(await links(seeds, made)).toHaveLength(1),
    },
  ),
})

linkingCases('project')
