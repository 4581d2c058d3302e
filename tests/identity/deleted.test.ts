// What is deleted at one instance answers nobody at another within a second, whatever they show: an application, and a tenant. It is
// so as soon as it is marked, and stays so when its rows are gone.
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sandboxCredentials, sandboxTenantId } from '../../server/model/sandbox-credentials.ts'
import { clearDeletedApplications, clearDeletedTenants } from '../../server/operations/deleted-applications.ts'
import { markTenantDeleted } from '../../server/storage/deleted-tenants.ts'
import { kinds as databases, startServersOn } from '../database-server-for-tests.ts'
import { type Sending, type TestServer, newEmail, password } from '../server-for-tests.ts'
import { type Person, attempts, fill, json, opened } from './attempts-for-tests.ts'

const { account, app, platform, project } = sandboxCredentials
const headers = { 'x-publishable-key': app.publishableKey }

/** After which no instance uses what it knew before. */
const aSecond = 1000

interface Shown {
  readonly person: Person
  readonly appRefresh: string
  readonly projectRefresh: string
  /** Of the administrator. */
  readonly bearer: string
  readonly refresh: string
  readonly tenantKey: string
}

const fillAll = async (server: TestServer): Promise<Shown> => {
  const { send } = server
  const person = await fill(server)
  const body = { email: person.email, password }
  const onApp = json<{ refresh_token: string }>(await send('POST /api/v1/auth/login', { headers, body }))
  const onProject = json<{ refreshToken: string }>(await send('POST /api/auth/sessions?client_type=mobile', { body }))
  const entered = await send('POST /api/platform/auth/login', { body: platform })
  const { access_token: bearer, refresh_token: refresh } = json<{ access_token: string; refresh_token: string }>(
    entered,
  )
  const named = await send('POST /api/platform/api-keys', { bearer, body: { name: 'Audit export' } })
  return {
    person,
    appRefresh: onApp.refresh_token,
    projectRefresh: onProject.refreshToken,
    bearer,
    refresh,
    tenantKey: json<{ data: { key: string } }>(named).data.key,
  }
}

const query = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString()

type Attempt = (server: TestServer, shown: Shown) => Promise<boolean>

const asking =
  (line: `${string} ${string}`, sendingOf: (shown: Shown) => Sending): Attempt =>
  async ({ send }, shown) =>
    opened(await send(line, sendingOf(shown)))

/** Nobody has that code: whoever may ask learns so, with 400. */
const exchange: Attempt = async ({ send }) => {
  const sending = { headers, bearer: app.secretKey, body: { code: 'x'.repeat(43) } }
  return (await send('POST /api/v1/auth/oauth/exchange', sending)).status === 400
}

const ofApplication: Readonly<Record<string, Attempt>> = {
  ...Object.fromEntries(
    Object.entries(attempts).map(([name, open]): [string, Attempt] => [
      name,
      (server, { person }) => open(server, person),
    ]),
  ),
  'account refresh': asking('POST /auth/refresh', ({ person }) => ({ body: { refresh_token: person.refresh_token } })),
  'account sign-up': asking('POST /auth/sign-up', () => ({
    body: { client_id: account.client_id, email: newEmail(), password },
  })),
  'app refresh': asking('POST /api/v1/auth/refresh', ({ appRefresh }) => ({
    headers,
    body: { refresh_token: appRefresh },
  })),
  'project refresh': asking('POST /api/auth/refresh?client_type=mobile', ({ projectRefresh }) => ({
    body: { refreshToken: projectRefresh },
  })),
  'directory token': asking('GET /scim/v2/Users', () => ({ bearer: app.scimToken })),
  'secret key': exchange,
  'sign-in page of OpenID Connect': asking(
    `GET /oauth2/authorize?${query({
      client_id: account.client_id,
      redirect_uri: account.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    })}`,
    () => ({ headers: { accept: 'text/html' } }),
  ),
  'sign-in page of the project': asking(
    `GET /auth/sign-in?${query({ redirect: project.redirectUri, code_challenge: 'c'.repeat(43) })}`,
    () => ({ headers: { accept: 'text/html' } }),
  ),
  'application, by its administrator': asking(`GET /api/platform/applications/${app.applicationId}`, ({ bearer }) => ({
    bearer,
  })),
  'application, by a key of its tenant': asking(
    `GET /api/platform/applications/${app.applicationId}`,
    ({ tenantKey }) => ({ bearer: tenantKey }),
  ),
}

const ofTenant: Readonly<Record<string, Attempt>> = {
  'administrator’s token': asking('GET /api/platform/auth/me', ({ bearer }) => ({ bearer })),
  'administrator’s refresh': asking('POST /api/platform/auth/refresh', ({ refresh }) => ({
    body: { refresh_token: refresh },
  })),
  'administrator’s sign-in': asking('POST /api/platform/auth/login', () => ({ body: platform })),
  'tenant’s key': asking('GET /api/platform/applications', ({ tenantKey }) => ({ bearer: tenantKey })),
}

const everywhere = { ...ofApplication, ...ofTenant }

/** What somebody who has lost all that is left of it does, at one instance. */
const deletions: Readonly<
  Record<
    string,
    { readonly at: (server: TestServer, shown: Shown) => Promise<void>; readonly leaves: readonly string[] }
  >
> = {
  application: {
    at: async ({ send }, { bearer }) => {
      expect((await send(`DELETE /api/platform/applications/${app.applicationId}`, { bearer })).status).toBe(200)
    },
    leaves: Object.keys(ofTenant),
  },
  // Of a tenant nobody runs any more.
  tenant: {
    at: async ({ world: { db, clock } }) => {
      await db.deleteFrom('administrators').where('tenantId', '=', sandboxTenantId).execute()
      expect(await markTenantDeleted(db, sandboxTenantId, clock.now())).toBe(true)
    },
    leaves: [],
  },
}

describe.each(databases)('deleted at one of two instances with one %s', (kind) => {
  let [one, other]: TestServer[] = []
  beforeEach(async () => {
    const settings = { LIMITS: 'signInPerIp=100000/900,signInPerUser=100000/900', LOG_LEVEL: 'silent' }
    ;[one, other] = await startServersOn(kind, [settings, settings])
  })
  afterEach(async () => {
    await one!.close()
    await other!.close()
  })

  it.each(Object.entries(deletions))(
    '%s: nobody is answered any more, whatever they show',
    async (_what, { at, leaves }) => {
      const shown = await fillAll(one!)
      /** What still opens at the other instance. */
      const open = async () => {
        const found = []
        for (const [name, attempt] of Object.entries(everywhere)) if (await attempt(other!, shown)) found.push(name)
        return found
      }
      // What was tried may be tried again: nothing below is refused for that.
      for (let round = 0; round < 2; round += 1) expect(await open()).toEqual(Object.keys(everywhere))
      await at(one!, shown)
      await pause(aSecond)
      expect(await open()).toEqual(leaves)
      // And the same once the rows are gone.
      await clearDeletedApplications(one!.world)
      await clearDeletedTenants(one!.world)
      expect(await open()).toEqual(leaves)
    },
  )

  it('a tenant goes with the only one who ran it, who never had the address', async () => {
    const email = newEmail('founder')
    const names = { tenantName: 'Initech', tenantSlug: 'initech' }
    const made = await one!.send('POST /api/platform/auth/register', { body: { email, password, ...names } })
    const { access_token: bearer, refresh_token } = json<{ access_token: string; refresh_token: string }>(made)
    const tried = async () => [
      (await other!.send('GET /api/platform/auth/me', { bearer })).status,
      (await other!.send('GET /api/platform/applications', { bearer })).status,
      (await other!.send('POST /api/platform/auth/login', { body: { email, password } })).status,
    ]
    expect(await tried()).toEqual([200, 200, 200])
    const mailbox = await one!.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    const { token } = json<{ messages: { token: string }[] }>(mailbox).messages[0]!
    const declined = await one!.send('POST /auth/decline-sign-up', {
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token }).toString(),
    })
    expect(declined.status).toBe(200)
    await pause(aSecond)
    expect(await tried()).toEqual([401, 401, 401])
    const again = await other!.send('POST /api/platform/auth/refresh', { body: { refresh_token } })
    expect(again.status).toBe(401)
  })
})
