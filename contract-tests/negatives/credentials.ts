// Every credential that opens nothing: for each operation that asks who calls, all that it must not take for an answer.
import type { OperationId } from '../../generated/operations.ts'
import { declared, securityScheme } from '../harness/contract/contract.ts'
import { demoApp, keyed } from '../harness/fixtures/people.ts'
import type { Sent } from '../harness/requests/request.ts'
import { skipTest } from '../harness/requests/skip.ts'
import type { Kind, Credentials } from './fixtures.ts'

/** A way to be refused: what replaces the credential of a request that has nothing else wrong. */
export interface CredentialFault {
  readonly title: string
  readonly spoil: (sent: Sent<OperationId>, credentials: Credentials) => Sent<OperationId>
}

const isPersonal = (scheme: string) => scheme !== 'appPublishableKey'

/** Operations that nobody may call who is nobody. */
export const guarded: readonly OperationId[] = [...declared.values()]
  .filter(({ security }) => security.length > 0 && security.every((names) => names.length > 0))
  .map(({ id }) => id)

/** All that this operation must refuse with 401. */
export const credentialFaultsOf = (id: OperationId): CredentialFault[] => {
  const { security } = declared.get(id)!
  // One that is asked for in some alternatives only is tried in the operation's own cases.
  const schemes = [...new Set(security.flat())].filter((name) => security.every((names) => names.includes(name)))
  return [
    { title: 'nobody', spoil: ({ bearer: _b, cookies: _c, headers: _h, ...sent }) => sent },
    ...(schemes.includes('appPublishableKey') ? keyFaults(schemes.some(isPersonal)) : []),
    ...schemes.filter(isPersonal).flatMap((name) => {
      if (name === 'appSecretKeyAlone') return secretKeyFaults
      return securityScheme(name).type === 'http' ? bearerFaults(kinds[name]) : cookieFaults
    }),
  ]
}

/** By security scheme: whose credential it asks for. */
const kinds: Readonly<Record<string, Kind>> = {
  accountBearer: 'account',
  accountRefreshCookie: 'account',
  oauthBearer: 'account',
  appBearer: 'app',
  platformBearer: 'platform',
  platformReader: 'platform',
  platformSessionBearer: 'platform',
  projectBearer: 'project',
  projectUser: 'project',
  projectAdmin: 'admin',
  standInToken: 'standIn',
  scimToken: 'directory',
}

const keyFaults = (needsToken: boolean): CredentialFault[] => [
  ...Object.entries({
    'a publishable key that is none': 'pk_test_nobody',
    'a secret key instead of a publishable one': demoApp.secretKey,
  }).map(([title, key]) => ({ title, spoil: (sent: Sent<OperationId>) => ({ ...sent, headers: keyed(key) }) })),
  ...(needsToken
    ? [
        {
          title: "another tenant's key",
          spoil: (sent: Sent<OperationId>, { foreign }: Credentials) => ({ ...sent, headers: keyed(foreign('key')) }),
        },
        {
          title: "the token of another tenant's user",
          spoil: (sent: Sent<OperationId>, { foreign }: Credentials) => ({ ...sent, bearer: foreign('token') }),
        },
        { title: 'a key without a token (AC-098)', spoil: ({ bearer: _, ...sent }: Sent<OperationId>) => sent },
      ]
    : []),
]

const secretKeyFaults: readonly CredentialFault[] = [
  ...Object.entries({
    'a secret key that is none': 'sk_test_nobody',
    'a publishable key instead of a secret one': demoApp.publishableKey,
    'a secret key in capitals': demoApp.secretKey.toUpperCase(),
  }).map(([title, key]) => ({ title, spoil: (sent: Sent<OperationId>) => ({ ...sent, headers: keyed(key) }) })),
  {
    title: "another tenant's publishable key",
    spoil: (sent, { foreign }) => ({ ...sent, headers: keyed(foreign('key')) }),
  },
  {
    title: 'a secret key as a bearer',
    spoil: ({ headers: _, ...sent }) => ({ ...sent, bearer: demoApp.secretKey }),
  },
]

const bearerFaults = (its: Kind | undefined): CredentialFault[] => {
  // Where nobody has its own, somebody else's is spoiled in its place.
  const kind = its ?? 'account'
  const bearer = (title: string, of: (credentials: Credentials) => string): CredentialFault => ({
    title,
    spoil: ({ cookies: _, ...sent }, credentials) => ({ ...sent, bearer: of(credentials) }),
  })
  const header = (title: string, of: (token: string) => string): CredentialFault => ({
    title,
    spoil: ({ cookies: _c, bearer: _b, ...sent }, { live }) => ({
      ...sent,
      headers: { ...sent.headers, authorization: of(live(kind)) },
    }),
  })
  // A user of the project is known where its administrators are asked for, and refused with 403.
  const own = its === 'admin' ? 'project' : its
  const surfaces = (['account', 'app', 'platform', 'project'] as const).filter((surface) => surface !== own)
  const isJwt = kind !== 'standIn' && kind !== 'directory'
  return [
    header('the scheme without a token', () => 'Bearer'),
    header('two tokens', (token) => `Bearer ${token} ${token}`),
    header('a token under the scheme Basic', (token) => `Basic ${token}`),
    header('a token under a scheme that nobody knows', (token) => `Token ${token}`),
    header('a token without a scheme', (token) => token),
    bearer('a token that is none', () => 'nonsense'),
    // A key has no end.
    ...(kind === 'directory' ? [] : [bearer('an expired token', ({ expired }) => expired(kind))]),
    ...(kind === 'directory' ? [] : [bearer("a directory's token", ({ live }) => live('directory'))]),
    ...(isJwt && kind !== 'admin' ? [bearer('the token of a session that ended', ({ ended }) => ended(kind))] : []),
    ...(isJwt
      ? [
          bearer('a token without a signature', ({ live }) => withHeader(live(kind), { alg: 'none' }, '')),
          bearer('a token that says HS256', ({ live }) => withHeader(live(kind), { alg: 'HS256' })),
          bearer('a token whose claims were changed', ({ live }) => withClaims(live(kind), { exp: 4_000_000_000 })),
          bearer('a token with half a signature', ({ live }) => live(kind).slice(0, -40)),
          bearer('a token of a key that is not ours', ({ live }) => withHeader(live(kind), { kid: 'nobody' })),
        ]
      : []),
    ...surfaces.map((surface) => bearer(`a token of the ${surface} surface`, ({ live }) => live(surface))),
    ...kindsOfOthers.map((title) => bearer(title, ({ others }) => others(title))),
  ]
}

const kindsOfOthers = [
  'a token for another audience',
  "a machine's token for another audience",
  'a refresh token of the account surface',
  'a refresh token of the app surface',
  'a refresh token of the platform surface',
  'a ticket of a second factor',
  "a client's secret",
  'a publishable key',
  "an application's secret key",
]

const cookieFaults: readonly CredentialFault[] = Object.entries<(credentials: Credentials) => string>({
  'a cookie that is none': () => 'nonsense',
  'an expired cookie': ({ expired }) => expired('cookie'),
  'the cookie of a session that ended': ({ ended }) => ended('cookie'),
  'an access token as a cookie': ({ live }) => live('account'),
  'a refresh token of the app surface as a cookie': ({ others }) => others('a refresh token of the app surface'),
}).map(([title, of]) => ({
  title,
  spoil: ({ bearer: _, ...sent }, credentials) => ({ ...sent, cookies: { refresh_token: of(credentials) } }),
}))

const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Its parts; other tokens hold nothing that could be forged. */
const partsOf = (token: string): [string, string, string] => {
  const parts = token.split('.')
  return parts.length === 3 ? (parts as [string, string, string]) : skipTest('the access tokens are no JWTs')
}

const withHeader = (token: string, change: object, signature?: string): string => {
  const [header, claims, old] = partsOf(token)
  return [encode({ ...decode(header), ...change }), claims, signature ?? old].join('.')
}

const withClaims = (token: string, change: object): string => {
  const [header, claims, signature] = partsOf(token)
  return [header, encode({ ...decode(claims), ...change }), signature].join('.')
}
