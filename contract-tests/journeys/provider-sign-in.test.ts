import { expect } from 'vitest'
import { type Step, journey } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asCredentials, demo, pkce } from '../harness/fixtures/people.ts'
import { sentTo } from '../harness/cases/provider-cases.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, type StandInPerson, ada } from '../harness/seeds/seeds.ts'

/** To a provider, back, and with the code to tokens: answers the profile that they open, and the tokens. */
const signInWith = async (step: Step, seeds: Seeds, provider: string, person: StandInPerson = ada) => {
  const path = { provider }
  const started = await step(
    'account.authorizeWithProvider',
    { path, query: asAuthorization },
    { status: 303, example: 'empty' },
  )
  const { answer, cookies } = await seeds.atStandIn(provider, started, person)
  const back =
    provider === 'apple'
      ? await step('account.finishProviderForm', { path, cookies, ...form(answer) }, { status: 303, example: 'empty' })
      : await step('account.finishProviderSignIn', { path, cookies, query: answer }, { status: 303, example: 'empty' })
  return back
}

const redeem = async (step: Step, code: string) => {
  const exchange = {
    grant_type: 'authorization_code',
    client_id: demo.clientId,
    code,
    redirect_uri: demo.redirectUri,
    code_verifier: pkce.verifier,
  }
  const tokens = await step('oauth.issueToken', form(exchange), { status: 200, example: 'session_tokens' })
  const me = await step('account.me', { bearer: tokens.body.access_token }, { status: 200, example: 'profile' })
  return { tokens: tokens.body, profile: me.body }
}

const enter = async (step: Step, seeds: Seeds, provider: string, person?: StandInPerson) =>
  redeem(step, sentTo(await signInWith(step, seeds, provider, person)).code ?? 'example')

const vouching = ['google', 'github', 'discord', 'linkedin', 'apple', 'microsoft']

for (const provider of [...vouching, 'facebook', 'x', 'spotify']) {
  journey(`somebody new signs in with ${provider}, and comes back as themselves`, async (step, { seeds, isReal }) => {
    const first = await enter(step, seeds, provider)
    const again = await enter(step, seeds, provider)
    if (!isReal) return
    expect(first.profile.identity).toEqual({
      email: ada.email,
      email_verified: vouching.includes(provider),
      given_name: 'Ada',
      family_name: 'Lovelace',
      picture: null,
    })
    expect(first.profile.active_membership?.role).toBe('owner')
    expect(again.profile.id).toBe(first.profile.id)
  })
}

journey('whoever proves an address takes over a user that somebody else signed up (AC-060)', async (step, tools) => {
  const { seeds, isReal } = tools
  const squatter = { email: ada.email!, password: 'the password of a stranger' }
  const signedUp = await step(
    'account.signUp',
    { body: asCredentials(squatter) },
    { status: 201, example: 'signed_up' },
  )
  const { tokens } = signedUp.body as { tokens: { access_token: string; refresh_token: string } }
  const mine = await enter(step, seeds, 'google')
  await step('account.me', { bearer: tokens.access_token }, { error: isReal ? 'invalid_token' : 'unauthorized' })
  await step('account.refresh', { body: { refresh_token: tokens.refresh_token } }, { error: 'invalid_refresh_token' })
  await step('account.signIn', { body: asCredentials(squatter) }, { error: 'invalid_credentials' })
  if (!isReal) return
  const { profile } = signedUp.body as { profile: { id: string } }
  expect(mine.profile).toMatchObject({ id: profile.id, identity: { email_verified: true } })
})

journey('what a stranger linked to an unproven user is gone with the take-over (AC-064)', async (step, tools) => {
  const { seeds, isReal } = tools
  const trojan = await enter(step, seeds, 'spotify', { ...ada, account: 'stranger' })
  const mine = await enter(step, seeds, 'google')
  await step('account.me', { bearer: trojan.tokens.access_token }, { error: isReal ? 'invalid_token' : 'unauthorized' })
  const again = await signInWith(step, seeds, 'spotify', { ...ada, account: 'stranger' })
  if (!isReal) return
  expect(mine.profile.id).toBe(trojan.profile.id)
  expect(sentTo(again)).toMatchObject({
    error: 'access_denied',
    error_description: expect.stringContaining('sign in another way'),
  })
})

journey('an address proven on both sides links, and nothing is lost', async (step, { seeds, isReal }) => {
  const first = await enter(step, seeds, 'github')
  const second = await enter(step, seeds, 'google')
  await step('account.me', { bearer: first.tokens.access_token }, { status: 200, example: 'profile' })
  if (isReal) expect(second.profile.id).toBe(first.profile.id)
})

journey('a provider that does not vouch for an address opens nobody else’s user', async (step, { seeds, isReal }) => {
  await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const refusals = await Promise.all(
    [
      ['google', { email: alice.email, name: 'Alice' }],
      ['spotify', { email: alice.email, name: 'Alice', verified: 'yes' }],
    ].map(([provider, person]) => signInWith(step, seeds, provider as string, person as StandInPerson)),
  )
  if (!isReal) return
  for (const refused of refusals) {
    expect(sentTo(refused)).toMatchObject({ address: demo.redirectUri, error: 'access_denied' })
  }
})

journey('the number at the provider is who somebody is, whatever their address (AC-062)', async (step, tools) => {
  const { seeds, isReal } = tools
  const ada123 = await enter(step, seeds, 'github', { ...ada, account: '123' })
  const moved = await enter(step, seeds, 'github', { ...ada, account: '123', email: alice.email })
  const other = await signInWith(step, seeds, 'github', { email: ada.email, name: 'Eve', account: '999' })
  if (!isReal) return
  expect(moved.profile).toEqual(ada123.profile)
  expect(sentTo(other).error).toBe('access_denied')
})

journey('an address that has a user of its own does not move a linked sign-in (AC-062)', async (step, tools) => {
  const { seeds, isReal } = tools
  const hers = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  await enter(step, seeds, 'github', { ...ada, account: '123' })
  const moved = await enter(step, seeds, 'github', { ...ada, account: '123', email: alice.email })
  if (!isReal) return
  expect(moved.profile.identity.email).toBe(ada.email)
  expect(moved.profile.id).not.toBe((hers.body as { profile: { id: string } }).profile.id)
})
