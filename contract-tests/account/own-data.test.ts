import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { isDataFileWithout } from '../harness/cases/own-account-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import { bearer, nobody, patch } from '../scim/directories.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const signedIn = async (seeds: Seeds) => ({ bearer: (await seeds.caller(alice)).tokens.access_token })

contract('account.exportData', {
  'gives all that is kept, with a name to save it by, and no secret': given(
    async (seeds) => {
      await seeds.caller(bob)
      const made = await signedIn(seeds)
      await seeds.call('account.joinWaitlist', { ...made, path: { feature: 'bulk-export' } })
      const me = (await seeds.call('account.me', made))?.body as Wire['SessionProfile'] | undefined
      const userId = me?.id.slice('uid_'.length) ?? nobody
      const called = patch({ op: 'replace', value: { userName: 'aadams', externalId: '00u1alice' } })
      await seeds.call('scim.patchUser', { bearer, path: { userId }, body: called })
      return made
    },
    {
      send: ({ bearer }) => ({ bearer }),
      expect: {
        status: 200,
        example: 'data',
        answer: isDataFileWithout(bob.email),
      },
      then: async (_seeds, answer) => {
        const { profile, accounts, sessions, waitlists, directories, events } = answer.body as Wire['AccountData']
        expect(profile.identity.email).toBe(alice.email)
        expect([accounts.length, sessions.length]).toEqual([1, 1])
        expect(waitlists).toMatchObject([{ account_id: accounts[0]?.account_id, feature: 'bulk-export' }])
        expect(directories).toMatchObject([{ account_id: null, user_name: 'aadams', external_id: '00u1alice' }])
        expect(events.map(({ action }) => action)).toContain('user.signed_up')
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      await seeds.wait(601)
      return made
    },
    { send: ({ bearer }) => ({ bearer }), expect: { error: 'reauthentication_required' } },
  ),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'example' }, expect: { error: 'invalid_token' } },
})
