import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asOpenId, demoApp, demoPlatform, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, hiddenFields } from '../harness/seeds/seeds.ts'

const appId = demoApp.applicationId
const callback = 'https://calendar.example.com/callback'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const nowhere = '0199c0de-0000-7000-8000-00000000dead'

const signInAdministrator = async (seeds: Seeds) => {
  const answer = await seeds.call('platform.login', { body: demoPlatform })
  return (answer?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example'
}

/** A client that registered itself, one of an account, and an administrator of their application. */
const others = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const widget = await seeds.client(hers, { name: 'Mail Widget', redirect_uris: [callback] })
  const partner = await seeds.registration({
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', deviceGrant],
    scope: 'openid email offline_access',
  })
  return { bearer: await signInAdministrator(seeds), hers, widget, partner, thirdPartyClientId: partner.client_id }
}

type Others = Awaited<ReturnType<typeof others>>

const at = ({ bearer, thirdPartyClientId }: Pick<Others, 'bearer' | 'thirdPartyClientId'>) => ({
  bearer,
  path: { appId, thirdPartyClientId },
})

const turn = (seeds: Seeds, made: Others, isActive: boolean) =>
  seeds.call('platform.updateAppThirdPartyClient', { ...at(made), body: { isActive } })

const idsOf = (body: unknown) => (body as Wire['ThirdPartyClientPage']).data.map(({ clientId }) => clientId)

contract('platform.listAppThirdPartyClients', {
  'lists those that registered themselves and those of accounts, newest first, and none of the application': given(
    others,
    {
      send: ({ bearer }) => ({ bearer, path: { appId } }),
      expect: { status: 200, example: 'third_parties' },
      then: async (_seeds, { body, text }, { widget, partner, hers }) => {
        const accountId = hers.accountId.slice('acc_'.length)
        expect(body).toMatchObject({
          data: [
            { clientId: partner.client_id, kind: 'registered', accountId: null, registeredBy: null, name: 'Calendar' },
            { clientId: widget.id, kind: 'account', accountId, registeredBy: hers.profile.id.slice('uid_'.length) },
          ],
          nextCursor: null,
        })
        expect(text).not.toContain(partner.registration_access_token)
      },
    },
  ),
  'lists one kind alone': given(others, {
    send: ({ bearer }) => ({ bearer, path: { appId }, query: { kind: 'account' } }),
    expect: { status: 200, example: 'third_parties' },
    then: async (_seeds, { body }, { widget }) => expect(idsOf(body)).toEqual([widget.id]),
  }),
  'goes on from a cursor': given(
    async (seeds) => {
      const made = await others(seeds)
      const sent = { bearer: made.bearer, path: { appId }, query: { limit: 1 } }
      const first = (await seeds.call('platform.listAppThirdPartyClients', sent))?.body
      return { ...made, cursor: (first as Wire['ThirdPartyClientPage'] | undefined)?.nextCursor ?? 'example' }
    },
    {
      send: ({ bearer, cursor }) => ({ bearer, path: { appId }, query: { limit: 1, cursor } }),
      expect: { status: 200, example: 'third_parties' },
      then: async (_seeds, { body }, { widget }) => {
        expect(idsOf(body)).toEqual([widget.id])
        expect(body).toMatchObject({ nextCursor: null })
      },
    },
  ),
  'refuses a cursor that no page gave': given(others, {
    send: ({ bearer }) => ({ bearer, path: { appId }, query: { cursor: 'none' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'refuses an environment of somebody else': given(others, {
    send: ({ bearer }) => ({ bearer, path: { appId }, query: { environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses an application of another tenant': given(
    async (seeds) => ({ ...(await others(seeds)), bearer: (await seeds.platformCaller(dana)).access_token }),
    { send: ({ bearer }) => ({ bearer, path: { appId } }), expect: { error: 'application_not_found' } },
  ),
})

contract('platform.getAppThirdPartyClient', {
  'gives a client with where its codes go': given(others, {
    send: at,
    expect: { status: 200, example: 'third_party' },
    then: async (_seeds, { body }) =>
      expect(body).toMatchObject({ data: { redirectUris: [callback], type: 'public', isActive: true } }),
  }),
  "refuses one of the application's own": given(others, {
    send: (made) => at({ ...made, thirdPartyClientId: asOpenId.client_id }),
    expect: { error: 'client_not_found' },
  }),
})

/** All that a client has in hand of a person: what each of it opens. */
const inHand = async (seeds: Seeds) => {
  const made = await others(seeds)
  const client_id = made.thirdPartyClientId
  const query = { ...asOpenId, client_id, redirect_uri: callback, scope: 'openid email offline_access' }
  const browser_session = await seeds.browserSession(alice)
  await seeds.letIn(query, browser_session)
  const comeBack = () =>
    seeds.call('oauth.authorize', { query: { ...query, prompt: 'none' }, cookies: { browser_session } })
  const nextCode = async () =>
    new URL((await comeBack())?.headers.get('location') ?? 'x:').searchParams.get('code') ?? ''
  const tokens = await seeds.tokensOfCode(await nextCode(), query)
  const code = await nextCode()
  const device = (await seeds.call('oauth.authorizeDevice', { body: { client_id, scope: 'openid' } }))?.body as
    Wire['OAuthDeviceAuthorization'] | undefined
  await allowDevice(seeds, device?.user_code, browser_session)
  const pushed = (await seeds.call('oauth.pushAuthorizationRequest', form({ ...query, prompt: 'none' })))?.body as
    Wire['OAuthPushedRequest'] | undefined
  const { client_id: id, registration_access_token: bearer } = made.partner
  const ofCode = { grant_type: 'authorization_code', redirect_uri: callback, code_verifier: pkce.verifier }
  const exchange = (body: Wire['OAuthTokenRequest']) => seeds.call('oauth.issueToken', { body: { client_id, ...body } })
  const attempts = {
    'the access token': () => seeds.call('oauth.getUserinfo', { bearer: tokens.access_token }),
    'the refresh token': () => exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token! }),
    'the code': () => exchange({ ...ofCode, code }),
    'the device code': () => exchange({ grant_type: deviceGrant, device_code: device!.device_code }),
    'the pushed request': () => {
      const sent = { query: { client_id, request_uri: pushed!.request_uri! }, cookies: { browser_session } }
      return seeds.call('oauth.authorize', sent)
    },
  }
  const registration = () => seeds.call('oauth.getRegistration', { path: { client_id: id }, bearer })
  return { ...made, attempts, comeBack, registration, query }
}

/** As its person presses the button of the page. */
const allowDevice = async (seeds: Seeds, user_code: string | undefined, browser_session: string) => {
  const shown = await seeds.call('oauth.showDevicePage', {})
  if (!shown || user_code === undefined) return
  const cookies = { device_form: cookieOf(shown, 'device_form'), browser_session }
  const asked = await seeds.call('oauth.answerDevicePage', {
    cookies,
    ...form({ ...hiddenFields(shown.text), user_code }),
  })
  const fields = { ...hiddenFields(asked!.text), user_code, answer: 'allow' }
  await seeds.call('oauth.answerDevicePage', { cookies, ...form(fields) })
}

contract('platform.updateAppThirdPartyClient', {
  'suspends a client, and nothing that it had opens anything then or later': given(inHand, {
    send: (made) => ({ ...at(made), body: { isActive: false } }),
    expect: { status: 200, example: 'suspended' },
    then: async (seeds, _answer, made) => {
      const { attempts, comeBack, registration, query } = made
      // What an instance has read holds for a second.
      await seeds.wait(1)
      const tried = async (what: keyof typeof attempts) => {
        const answer = await attempts[what]()
        return [what, [400, 401].includes(answer!.status)]
      }
      const whats = Object.keys(attempts) as (keyof typeof attempts)[]
      for (const what of whats) expect(await tried(what)).toEqual([what, true])
      expect((await comeBack())?.status).toBe(400)
      expect((await registration())?.status).toBe(401)
      expect((await turn(seeds, made, true))?.body).toMatchObject({ data: { isActive: true } })
      await seeds.wait(1)
      // Named as what was taken: without a code in hand, or with one that nobody allowed, the answers would be others.
      for (const what of ['the refresh token', 'the code', 'the device code'] as const) {
        expect([what, (await attempts[what]())?.body]).toEqual([
          what,
          expect.objectContaining({ error: 'invalid_grant' }),
        ])
      }
      expect((await attempts['the access token']())?.status).toBe(401)
      expect((await attempts['the pushed request']())?.status).toBe(400)
      // Its person comes back as they please: what they allowed it is theirs to take back.
      const code = new URL((await comeBack())!.headers.get('location')!).searchParams.get('code')!
      expect((await seeds.tokensOfCode(code, query)).access_token).toMatch(/^ey/)
      expect((await registration())?.status).toBe(200)
    },
  }),
  'suspends one of an account, whose owner sees that and cannot lift it': given(
    async (seeds) => {
      const made = await others(seeds)
      return { ...made, thirdPartyClientId: made.widget.id }
    },
    {
      send: (made) => ({ ...at(made), body: { isActive: false } }),
      expect: { status: 200, example: 'suspended' },
      then: async (seeds, _answer, { widget, hers }) => {
        const own = { path: { client_id: widget.id }, bearer: hers.tokens.access_token }
        const changed = await seeds.call('account.updateClient', { ...own, body: { name: 'Mail Widget 2' } })
        expect(changed?.body).toMatchObject({ name: 'Mail Widget 2', is_active: false })
        const body = { ...alice, client_id: widget.id }
        expect((await seeds.call('account.signIn', { body }))?.body).toMatchObject({ code: 'unknown_client' })
      },
    },
  ),
  'leaves one that is on as it is, with all that it has': given(inHand, {
    send: (made) => ({ ...at(made), body: { isActive: true } }),
    expect: { status: 200, example: 'third_party' },
    then: async (seeds, _answer, made) => {
      expect((await made.attempts['the access token']())?.status).toBe(200)
      expect((await made.attempts['the refresh token']())?.status).toBe(200)
      const logs = await seeds.call('platform.listAppAuditLogs', { bearer: made.bearer, path: { appId } })
      expect(JSON.stringify(logs?.body)).not.toContain('client.reactivated')
    },
  }),
  'is written down, by whom': given(others, {
    send: (made) => ({ ...at(made), body: { isActive: false } }),
    expect: { status: 200, example: 'suspended' },
    then: async (seeds, _answer, made) => {
      await turn(seeds, made, true)
      const { bearer, thirdPartyClientId } = made
      const logs = await seeds.call('platform.listAppAuditLogs', { bearer, path: { appId }, query: { limit: 2 } })
      const about = { actorType: 'administrator', resource: 'client', resourceId: thirdPartyClientId }
      expect(logs?.body).toMatchObject({
        data: [
          { action: 'client.reactivated', ...about },
          { action: 'client.suspended', ...about },
        ],
      })
    },
  }),
  "refuses one of the application's own": given(others, {
    send: (made) => ({ ...at({ ...made, thirdPartyClientId: asOpenId.client_id }), body: { isActive: false } }),
    expect: { error: 'client_not_found' },
  }),
  'refuses the administrator of another tenant, and leaves it on': given(
    async (seeds) => {
      const made = await others(seeds)
      return { ...made, owner: made.bearer, bearer: (await seeds.platformCaller(dana)).access_token }
    },
    {
      send: (made) => ({ ...at(made), body: { isActive: false } }),
      expect: { error: 'application_not_found' },
      then: async (seeds, _answer, made) => {
        const seen = await seeds.call('platform.getAppThirdPartyClient', at({ ...made, bearer: made.owner }))
        expect(seen?.body).toMatchObject({ data: { isActive: true } })
      },
    },
  ),
})
