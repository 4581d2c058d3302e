// What every link that signs in on the account surface refuses, for whomever it was mailed to.
import { expect } from 'vitest'
import { type Case, given } from '../harness/dsl/index.ts'
import { type Person, alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import type { Sent } from '../harness/requests/request.ts'
import type { Csrf, Seeds, Caller, SignedIn } from '../harness/seeds/seeds.ts'
import { asked } from './mailed-links.ts'

type Opening =
  'account.followSignInLink' | 'account.signInWithToken' | 'account.followInvitation' | 'account.acceptInvitation'

/** Mails Bob a link through a client. Alice may have a hand in it. Gives the link's token. */
type Mailed = (seeds: Seeds, hers: Caller, clientId: string) => Promise<string>

export const mailedSignIn: Mailed = async (seeds, _hers, client_id) => {
  await seeds.call('account.sendMagicLink', { body: { ...asked(bob), client_id } })
  return (await seeds.mail(bob.email, 'magic_link')).token ?? 'example'
}

/** Into a second account of Alice's. */
export const mailedInvitation: Mailed = async (seeds, { tokens }, client_id) => {
  const account_id = await seeds.account({ tokens } as SignedIn, 'Second')
  const body = { email: bob.email, role: 'member' as const, client_id }
  await seeds.call('account.inviteMember', { path: { account_id }, bearer: tokens.access_token, body })
  return (await seeds.mail(bob.email, 'invitation')).token ?? 'example'
}

const signedInAs = (seeds: Seeds, person: Person) =>
  seeds.call('account.signIn', { body: asCredentials(person) }).then((answer) => answer?.status)

export const forbiddenLinks = <K extends Opening>(
  mailed: Mailed,
  sent: (token: string) => Sent<K>,
): Readonly<Record<string, Case<K, unknown>>> => ({
  'starts nothing for somebody with a second factor, which is not asked for here': given<K, string>(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(bob)).access_token)
      return mailed(seeds, await seeds.caller(alice), demo.clientId)
    },
    { send: sent, expect: { error: 'second_factor_required' } },
  ),
})

/** A page of the client that shows no CSRF token of the browser gets nothing, and uses nothing up. */
export const linksOfPages = <K extends Opening>(
  link: (seeds: Seeds) => Promise<{ readonly token: string }>,
  sent: (token: string) => Sent<K>,
  using: 'account.signInWithToken' | 'account.acceptInvitation',
): Readonly<Record<string, Case<K, unknown>>> => ({
  'refuses a page of the client that does not hold the CSRF token of the browser': given<
    K,
    { readonly token: string; readonly csrf: Csrf }
  >(async (seeds) => ({ token: (await link(seeds)).token, csrf: await seeds.csrf() }), {
    send: ({ token, csrf }) => ({
      ...sent(token),
      headers: { origin: demo.origin, accept: 'application/json' },
      cookies: { csrf_session: csrf.session },
    }),
    expect: { error: 'csrf_mismatch', answer: ({ cookies }) => expect(cookies).toEqual([]) },
    then: async (seeds, _answer, { token, csrf }) => {
      const headers = { origin: demo.origin, 'x-csrf-token': csrf.token }
      const right = { headers, body: { token }, cookies: { csrf_session: csrf.session } }
      expect((await seeds.call(using, right))?.status).toBe(200)
    },
  }),
})

/** The same for a client that its owner's account has put them out of. An invitation makes its guest a member. */
export const linksOfLeftAccounts = <
  K extends Exclude<Opening, 'account.followInvitation' | 'account.acceptInvitation'>,
>(
  mailed: Mailed,
  sent: (token: string) => Sent<K>,
): Readonly<Record<string, Case<K, unknown>>> => ({
  'starts nothing through a client of an account that they are no member of': given<K, string>(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const { membershipId } = await seeds.member(hers, bob, 'member')
      await seeds.joins(bob, hers.accountId)
      const token = await mailed(seeds, hers, (await seeds.client(hers)).id)
      const path = { account_id: hers.accountId, member_id: membershipId }
      await seeds.call('account.removeMember', { path, bearer: hers.tokens.access_token })
      return token
    },
    {
      send: sent,
      expect: { error: 'access_denied' },
      then: async (seeds) => expect(await signedInAs(seeds, bob)).toBe(200),
    },
  ),
})
