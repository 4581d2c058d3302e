// Each operation while its application is switched off, with credentials that were good a moment ago. Taken from the contract, so
// that no operation is missed. Links, codes and tokens that were in hand are tried in
// switched-off-meanwhile.test.ts, other kinds of switch in tests/identity/switched-off.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationId, Wire } from '../generated/operations.ts'
import { alternativesOf, open } from './harness/contract/alternatives.ts'
import { breaches } from './harness/recorder/breaches.ts'
import { declared, securityScheme } from './harness/contract/contract.ts'
import { alice, bob, carol, demoApp, demoPlatform, demoProject, keyed, machine } from './harness/fixtures/people.ts'
import { plausibleRequest } from './harness/seeds/plausible.ts'
import { type Sent, basic, request } from './harness/requests/request.ts'
import { type Csrf, type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { type Had, mustHave, tryToHave } from './harness/requests/skip.ts'
import { targets } from './harness/targets/target.ts'

const asked = [...declared.values()].filter(({ id }) => /^(account|app|oauth|project)\./.test(id))

/** To sign out is always answered alike. */
const endings: readonly OperationId[] = ['account.signOut', 'project.logout']

const signIns = asked
  .filter(({ id }) => !endings.includes(id))
  .flatMap(({ id }) =>
    alternativesOf(id)
      .filter((way) => way !== open)
      .map((way) => ({ id, way })),
  )

/**
 * Refused for what the example of the contract carries, before anybody asks whose it is. With what was
 * good they are tried in switched-off-meanwhile.test.ts.
 */
const refusedAnyway: readonly OperationId[] = [
  'project.exchangeAdminSession',
  'project.finishOAuth',
  'project.finishOAuthForm',
  'project.refresh',
]

const openToAll = asked.filter(({ id }) => alternativesOf(id).includes(open)).map(({ id }) => id)
const naming = openToAll.filter((id) => ofNobody(plausibleRequest(id)) !== undefined)
const ofProject = openToAll.filter((id) => id.startsWith('project.') && ![...endings, ...refusedAnyway].includes(id))

/** The same request, of a client that nobody knows; undefined where it names none. */
function ofNobody({ query, body, raw, ...sent }: Sent<OperationId>): Sent<OperationId> | undefined {
  const fields = new URLSearchParams(raw?.text)
  const namesOne = (part: unknown) => typeof part === 'object' && part !== null && 'client_id' in part
  if (!namesOne(query) && !namesOne(body) && !fields.has('client_id')) return undefined
  const renamed = (part: unknown) => (namesOne(part) ? { ...(part as object), client_id: 'cid_nobody' } : part)
  if (fields.has('client_id')) fields.set('client_id', 'cid_nobody')
  const text = fields.toString()
  return { ...sent, query: renamed(query), body: renamed(body), raw: raw && { ...raw, text } } as Sent<OperationId>
}

type Bearing = Partial<Sent<OperationId>>

/** Live credentials of everybody, by security scheme. */
const everybody = async (seeds: Seeds): Promise<{ csrf: Csrf; of: Readonly<Record<string, Bearing>> }> => {
  const { tokens } = await seeds.caller(alice)
  const csrf = await seeds.csrf()
  const projectUser = await seeds.projectUser(carol)
  const { client_id, registration_access_token } = await seeds.registration()
  return {
    csrf,
    of: {
      accountBearer: { bearer: tokens.access_token },
      accountRefreshCookie: { cookies: { refresh_token: tokens.refresh_token } },
      oauthClientBasic: { headers: basic(machine.clientId, machine.clientSecret) },
      appPublishableKey: { headers: keyed() },
      appBearer: { bearer: (await seeds.appCaller(bob)).access_token },
      appSecretKey: { bearer: demoApp.secretKey },
      appSecretKeyAlone: { headers: keyed(demoApp.secretKey) },
      projectUser: { bearer: projectUser.accessToken },
      projectBearer: { bearer: projectUser.accessToken },
      projectAdmin: { bearer: demoProject.apiKey },
      oauthRegistration: { bearer: await seeds.registrationKey() },
      registeredClient: { bearer: registration_access_token, path: { client_id } },
    },
  }
}

const bear = (id: OperationId, way: string, { csrf, of }: Awaited<ReturnType<typeof everybody>>) => {
  const isRegistered = way === 'oauthRegistration' && id !== 'oauth.registerClient'
  const parts = (isRegistered ? 'registeredClient' : way).split('+').map((scheme) => of[scheme] ?? {})
  const isCookie = way.split('+').some((scheme) => securityScheme(scheme).in === 'cookie')
  const pair: Bearing = isCookie && declared.get(id)!.method !== 'GET' ? withCsrf(csrf) : {}
  return [pair, ...parts].reduce<Bearing>(
    (all, part) => ({
      ...all,
      ...part,
      headers: { ...all.headers, ...part.headers },
      cookies: { ...all.cookies, ...part.cookies },
    }),
    {},
  )
}

const withCsrf = ({ session, token }: Csrf): Bearing => ({
  cookies: { csrf_session: session },
  headers: { 'x-csrf-token': token },
})

// The mock has nothing that could be switched off.
describe.each(targets.filter(({ name }) => name !== 'mock'))(
  'an application that is switched off on $name',
  (target) => {
    const seeds = seedsOf(target)
    const turn = async (bearer: string, isActive: boolean) => {
      const sent = { bearer, path: { appId: demoApp.applicationId }, body: { isActive } }
      const answer = await request(target.baseUrl, 'platform.updateApplication', sent)
      expect(answer.status).toBe(200)
      return answer.body as Wire['ApplicationAnswer']
    }
    let world: Had<Awaited<ReturnType<typeof everybody>> & { readonly owner: string }>

    beforeAll(async () => {
      world = await tryToHave(async () => {
        await resetWorld(target)
        const people = await everybody(seeds)
        const answer = await request(target.baseUrl, 'platform.login', { body: demoPlatform })
        const owner = (answer.body as Wire['PlatformSignedIn']).access_token
        await turn(owner, false)
        return { ...people, owner }
      })
    })
    afterAll(() => resetWorld(target))

    it.each(signIns)('is closed to $way at $id', async ({ id, way }) => {
      const sent = { ...plausibleRequest(id), ...bear(id, way, mustHave(world)) } as Sent<OperationId>
      const answer = await request(target.baseUrl, id, sent)
      expect(`${answer.status} ${answer.text}`).toMatch(/^401 /)
      expect(breaches(id, answer)).toEqual([])
    })

    it.each(naming)('is at %s as one whose client nobody knows', async (id) => {
      mustHave(world)
      const sent = plausibleRequest(id)
      const answer = await request(target.baseUrl, id, sent)
      const other = await request(target.baseUrl, id, ofNobody(sent)!)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect([answer.status, answer.text]).toEqual([other.status, other.text])
    })

    it.each(ofProject)('is no project at %s', async (id) => {
      mustHave(world)
      const answer = await request(target.baseUrl, id, plausibleRequest(id))
      expect(`${answer.status} ${answer.text}`).toMatch(/^503 .*No project is set up here/s)
    })

    it("is its owner's to administer all the same, and gets its people back when it is switched on", async () => {
      const { owner, of } = mustHave(world)
      const path = { appId: demoApp.applicationId }
      const sent = { bearer: owner, path }
      const off = await request(target.baseUrl, 'platform.getApplication', sent)
      expect((off.body as Wire['ApplicationAnswer']).data).toMatchObject({
        isActive: false,
        environments: [{ isActive: false }],
      })
      const { body } = await request(target.baseUrl, 'platform.listAppSessions', sent)
      const ended = (body as Wire['AppSessionPage']).data[0]!.id
      const end = { bearer: owner, path: { ...path, sessionId: ended } }
      expect((await request(target.baseUrl, 'platform.revokeAppSession', end)).status).toBe(200)

      const on = await turn(owner, true)
      expect(on.data).toMatchObject({ isActive: true, environments: [{ isActive: true }] })
      const ways: readonly (readonly [OperationId, readonly string[]])[] = [
        ['account.me', ['accountBearer']],
        ['account.me', ['accountRefreshCookie']],
        ['app.getMe', ['appPublishableKey', 'appBearer']],
        ['project.getCurrentUser', ['projectUser']],
        ['project.getConfig', ['projectAdmin']],
      ]
      const statuses = []
      for (const [id, schemes] of ways) {
        const bearing = Object.assign({}, ...schemes.map((scheme) => of[scheme])) as Sent<OperationId>
        statuses.push((await request(target.baseUrl, id, bearing)).status)
      }
      // The newest session was ended while the application was off: that of the app's user.
      expect(statuses).toEqual([200, 200, 401, 200, 200])
    })
  },
)
