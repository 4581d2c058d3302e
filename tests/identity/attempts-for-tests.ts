// What of a person may be tried at an instance, on every surface of the sandbox's application, and tried again.
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type Received, type TestServer, password, prove, signIn, signUp } from '../server-for-tests.ts'

const { app, oauth, project } = sandboxCredentials
const machine = { client_id: oauth.client_id, client_secret: oauth.client_secret }
const headers = { 'x-publishable-key': app.publishableKey }
export const json = <T>({ text }: Received) => JSON.parse(text) as T

/** A person on every surface, the account they are a member of, and a client with a secret that they made for it. */
export const fill = async ({ send }: TestServer) => {
  const { email, profile, access_token, refresh_token } = await signUp(send)
  await prove(send, email)
  const account = profile.active_membership!.account_id
  const made = { bearer: access_token, body: { name: 'Reports', type: 'confidential' } }
  const own = json<{ id: string; client_secret: string }>(await send(`POST /api/accounts/${account}/clients`, made))
  const ownClient = { client_id: own.id, client_secret: own.client_secret }
  const owned = await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...ownClient } })
  const body = { email, password }
  const onApp = json<{ access_token: string }>(await send('POST /api/v1/auth/login', { headers, body }))
  const onProject = json<{ accessToken: string }>(await send('POST /api/auth/sessions?client_type=mobile', { body }))
  const machines = await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...machine } })
  return {
    email,
    userId: profile.id.slice('uid_'.length),
    organizationId: account.slice('acc_'.length),
    ownClient,
    ownToken: owned.body.access_token,
    access_token,
    refresh_token,
    appToken: onApp.access_token,
    projectToken: onProject.accessToken,
    machineToken: machines.body.access_token,
  }
}

export type Person = Awaited<ReturnType<typeof fill>>

/** What is tried, and may be tried again: true where it opens. */
export const attempts: Readonly<Record<string, (server: TestServer, person: Person) => Promise<boolean>>> = {
  'account token': async ({ send }, { access_token }) => opened(await send('GET /auth/me', { bearer: access_token })),
  'account cookie': async ({ send }, { refresh_token }) =>
    opened(await send('GET /auth/me', { cookies: { refresh_token } })),
  'account sign-in': async ({ send }, { email }) => opened(await signIn(send, email)),
  introspection: async ({ send }, { access_token: token }) =>
    json<{ active?: boolean }>(await send('POST /oauth2/introspect', { body: { ...machine, token } })).active === true,
  'machine token': async ({ send }, { machineToken, organizationId }) =>
    opened(await send(`GET /api/accounts/acc_${organizationId}`, { bearer: machineToken })),
  'client credentials': async ({ send }) =>
    opened(await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...machine } })),
  'token of their client': async ({ send }, { ownToken, organizationId }) =>
    opened(await send(`GET /api/accounts/acc_${organizationId}`, { bearer: ownToken })),
  'credentials of their client': async ({ send }, { ownClient }) =>
    opened(await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...ownClient } })),
  'introspection of their client': async ({ send }, { ownToken: token }) =>
    json<{ active?: boolean }>(await send('POST /oauth2/introspect', { body: { ...machine, token } })).active === true,
  'app token': async ({ send }, { appToken }) =>
    opened(await send('GET /api/v1/auth/me', { headers, bearer: appToken })),
  'app sign-in': async ({ send }, { email }) =>
    opened(await send('POST /api/v1/auth/login', { headers, body: { email, password } })),
  'project token': async ({ send }, { projectToken }) =>
    opened(await send('GET /api/auth/sessions/current', { bearer: projectToken })),
  'project sign-in': async ({ send }, { email }) =>
    opened(await send('POST /api/auth/sessions', { body: { email, password } })),
  'project key': async ({ send }) => opened(await send('GET /api/auth/config', { bearer: project.apiKey })),
  'project page': async ({ send }) =>
    opened(await send(`GET /auth/sign-in?redirect=${project.redirectUri}&code_challenge=${'c'.repeat(43)}`)),
}

export const opened = ({ status }: Received) => status < 400
