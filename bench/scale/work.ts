// What is asked of a service that knows so many people. Each kind of work is the same at every size.
import type { Wire } from '../../generated/operations.ts'
import type { Ask } from './ask.ts'
import { type Size, emailOf, firstMadeAt, idOf, madeAt, password } from './fill.ts'
import { type Tenant, administrator } from './tenant.ts'

export interface Work {
  readonly name: string
  /** How much slower than at the smallest size it may be. */
  readonly ratio: 1.2 | 3
  /** Asks once; how long the answer took, ms. */
  run(): Promise<number>
}

/** A row somewhere in the middle, as a page before would have given it. */
const cursorTo = (createdAt: number, id: string) => Buffer.from(`${createdAt}.${id}`).toString('base64url')

/** The work on one service; `filledAt` is when its database was filled. */
export const workOn = async (
  ask: Ask,
  { tenant, size, filledAt, apiKey }: { tenant: Tenant; size: Size; filledAt: number; apiKey: string },
): Promise<Work[]> => {
  const parsed = async <Body>(...asked: Parameters<Ask>) => JSON.parse((await ask(...asked)).text) as Body
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const credentials = (email: string) => ({ client_id: tenant.clientId, email, password })
  const signUp = (email: string) =>
    parsed<Wire['AuthenticationResult']>('POST /auth/sign-up', { body: credentials(email) })

  const { profile: me, tokens } = await parsed<Wire['AuthenticationResult']>('POST /auth/sign-in', {
    body: credentials(emailOf(7)),
  })
  let refreshToken = tokens.refresh_token
  const owner = await parsed<Wire['TokenPair']>('POST /api/platform/auth/login', { body: administrator })
  const asOwner = bearer(owner.access_token)
  const asMe = () => bearer(tokens.access_token)
  const asProject = { headers: { authorization: `Bearer ${apiKey}` } }

  const at = `/api/platform/applications/${tenant.applicationId}`
  const inProduction = `environmentId=${tenant.environmentId}`
  const organizationId = idOf('organization', 0)
  const directory = await parsed<Wire['CreatedApiKeyAnswer']>(`POST ${at}/api-keys`, {
    ...asOwner,
    body: { name: 'Directory', environmentId: tenant.environmentId, keyType: 'scim', organizationId: null },
  })
  const asDirectory = bearer(directory.data.key)
  const middle = Math.floor(size.users / 2)
  const middleAt = madeAt(firstMadeAt(filledAt, size), middle)
  const get = (name: string, path: string, sending = asOwner): Work => ({
    name,
    ratio: 3,
    run: async () => (await ask(`GET ${path}`, sending)).ms,
  })
  let deleted = 0
  return [
    {
      name: 'sign in',
      ratio: 1.2,
      run: async () => (await ask('POST /auth/sign-in', { body: credentials(emailOf(7)) })).ms,
    },
    {
      name: 'refresh',
      ratio: 1.2,
      run: async () => {
        const { ms, text } = await ask('POST /auth/refresh', { body: { refresh_token: refreshToken } })
        refreshToken = (JSON.parse(text) as Wire['SessionTokens']).refresh_token
        return ms
      },
    },
    { name: 'me', ratio: 1.2, run: async () => (await ask('GET /auth/me', asMe())).ms },
    get('users, first page', `${at}/users?${inProduction}`),
    get('users, first page, of all environments', `${at}/users`),
    get('users, second page', `${at}/users?${inProduction}&page=2`),
    get(
      'users, by a cursor to the middle',
      `${at}/users?${inProduction}&cursor=${cursorTo(middleAt, idOf('user', middle))}`,
    ),
    get('users, search that finds one', `${at}/users?${inProduction}&search=person7%40`),
    get('users, search that finds one, of all environments', `${at}/users?search=person7%40`),
    get('users, search that finds all', `${at}/users?${inProduction}&search=example`),
    get('users, search that finds none', `${at}/users?${inProduction}&search=zebra-quartz`),
    get('users, search of two letters that none has', `${at}/users?${inProduction}&search=zq`),
    get('users, search of one letter that all have', `${at}/users?${inProduction}&search=p`),
    get('users of a project, first page', '/api/auth/users?limit=100', asProject),
    get('users of a project, search that finds one', '/api/auth/users?search=person7%40', asProject),
    get('users of a directory, first page', '/scim/v2/Users', asDirectory),
    get(
      'users of a directory, by a cursor to the middle',
      `/scim/v2/Users?cursor=${cursorTo(middleAt, idOf('user', middle))}`,
      asDirectory,
    ),
    get(
      'users of a directory, filter that finds one',
      `/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${emailOf(7)}"`)}`,
      asDirectory,
    ),
    get('one user', `${at}/users/${idOf('user', 7)}`),
    get('sessions, first page', `${at}/sessions?${inProduction}`),
    get('sessions, first page, of all environments', `${at}/sessions`),
    get('sessions, second page', `${at}/sessions?${inProduction}&page=2`),
    get('sessions of a user', `${at}/sessions?${inProduction}&userId=${idOf('user', 5)}`),
    get('organizations, first page', `${at}/organizations?${inProduction}`),
    get('organizations, first page, of all environments', `${at}/organizations`),
    get('organizations, search', `${at}/organizations?${inProduction}&search=company%200`),
    get('members of an organization', `${at}/organizations/${organizationId}/members`),
    get('members of an organization, search', `${at}/organizations/${organizationId}/members?search=first0`),
    get('invitations', `${at}/invitations?${inProduction}`),
    get('roles', `${at}/roles?${inProduction}`),
    get('clients', `${at}/clients?${inProduction}`),
    get('third-party clients', `${at}/third-party-clients`),
    get('audit, first page', `${at}/audit-logs`),
    get('audit, by a cursor to the middle', `${at}/audit-logs?cursor=${cursorTo(middleAt, idOf('event', middle))}`),
    get('audit of a user', `${at}/audit-logs?userId=${idOf('user', 5)}`),
    get('audit of an action', `${at}/audit-logs?action=user.signed_in`),
    get('audit of the tenant', '/api/platform/audit-logs'),
    get('statistics', `${at}/stats`),
    get('statistics by day', `${at}/stats/daily?${inProduction}`),
    get('applications', '/api/platform/applications'),
    get('accounts of mine', '/api/accounts', asMe()),
    get('members of my account', `/api/accounts/acc_${organizationIdOf(me)}/members`, asMe()),
    get('sessions of mine', '/auth/sessions', asMe()),
    {
      name: 'delete a user',
      ratio: 3,
      run: async () => {
        const { profile } = await signUp(`leaving-${filledAt}-${(deleted += 1)}@example.com`)
        const userIds = [profile.id.replace(/^uid_/, '')]
        return (await ask('DELETE /api/auth/users', { ...asProject, body: { userIds } })).ms
      },
    },
  ]
}

const organizationIdOf = ({
  active_membership: membership,
}: Pick<Wire['AuthenticationResult']['profile'], 'active_membership'>): string => {
  if (!membership) throw new Error('Whoever signed in is in no account.')
  return membership.account_id.replace(/^acc_/, '')
}
