// Every credential that opens nothing: for each operation that asks who calls, all that it must not take for an answer.
import type { OperationId, Wire } from '../../generated/operations.ts'
import { dana, evan, stageOf } from '../harness/backend.ts'
import { declared, securityScheme } from '../harness/contract.ts'
import { type Person, alice, bob, carol, dave, demo, demoApp, keyed, machine } from '../harness/people.ts'
import type { Sent } from '../harness/request.ts'
import type { Seeds } from '../harness/seeds.ts'

type Surface = 'account' | 'app' | 'platform' | 'project'

/** Whose credential: of a user of a surface, of a stand-in's, of an administrator of the project. */
type Kind = Surface | 'standIn' | 'admin'

/** What everybody in the world holds, by surface. */
export interface Purse {
  /** Seeds whose people are here already. */
  readonly seeds: Seeds
  readonly live: Readonly<Record<Kind, string>>
  readonly expired: Readonly<Record<Kind | 'cookie', string>>
  /** Of sessions that were signed out. */
  readonly ended: Readonly<Record<Surface | 'cookie', string>>
  /** Live credentials of every other kind, by what they are. */
  readonly others: Readonly<Record<string, string>>
  /** Of a user of another tenant's application, and the key of that application. */
  readonly foreign: { readonly token: string; readonly key: string }
}

/** Makes the people, lets their first tokens grow old, and signs them in again. */
export const fillPurse = async (seeds: Seeds): Promise<Purse> => {
  const first = await signUpAll(seeds)
  const standIn = await seeds.standInToken('github')
  const admin = await seeds.projectAdmin()
  // Longer than any refresh token is left alone.
  await seeds.wait(15 * 24 * 3600)
  const ended = await signInAll(seeds)
  await signOutAll(seeds, ended)
  const live = await signInAll(seeds)
  const standInNow = await seeds.standInToken('github')

  const foreignOwner = await seeds.administrator(dana)
  const key = stageOf(await seeds.application(foreignOwner)).publishableKey
  return {
    seeds: {
      ...seeds,
      user: () => Promise.resolve(live.user),
      appUser: () => Promise.resolve(live.appUser),
      administrator: () => Promise.resolve({ ...first.administrator, ...live.administrator }),
      projectUser: () => Promise.resolve(live.projectUser),
      standInToken: () => Promise.resolve(standInNow),
    },
    live: { ...accessOf(live), standIn: standInNow, admin: await seeds.projectAdmin() },
    expired: { ...accessOf(first), standIn, admin, cookie: first.user.tokens.refresh_token },
    ended: { ...accessOf(ended), cookie: ended.user.tokens.refresh_token },
    others: await otherKinds(seeds, live),
    foreign: { token: (await seeds.appUser(bob, key)).access_token, key },
  }
}

type Everybody = Awaited<ReturnType<typeof signInAll>>

const signUpAll = async (seeds: Seeds) => ({
  user: await seeds.user(alice),
  appUser: await seeds.appUser(carol),
  administrator: await seeds.administrator(evan),
  projectUser: await seeds.projectUser(dave),
})

const signInAll = async (seeds: Seeds) => {
  const body = <Body>(answer: { readonly body: unknown } | undefined) => answer?.body as Body
  return {
    user: await seeds.session(alice),
    appUser: body<Wire['AppSignedIn']>(await seeds.call('app.login', { headers: keyed(), body: carol })),
    administrator: body<Wire['TokenPair']>(await seeds.call('platform.login', { body: credentialsOf(evan) })),
    projectUser: await seeds.projectSession(dave),
  }
}

const credentialsOf = ({ email, password }: Person) => ({ email, password })

const accessOf = ({ user, appUser, administrator, projectUser }: Everybody): Record<Surface, string> => ({
  account: user.tokens.access_token,
  app: appUser.access_token,
  platform: administrator.access_token,
  project: projectUser.accessToken,
})

const signOutAll = async (seeds: Seeds, { user, appUser, administrator, projectUser }: Everybody): Promise<void> => {
  await seeds.call('account.signOut', { bearer: user.tokens.access_token })
  await seeds.call('app.logout', { headers: keyed(), body: { refresh_token: appUser.refresh_token } })
  await seeds.call('platform.logout', { bearer: administrator.access_token })
  await seeds.call('project.logout', { bearer: projectUser.accessToken })
}

/** Good for something else than to say who calls; and the ticket of a sign-in that is not done (AC-077). */
const otherKinds = async (
  seeds: Seeds,
  { user, appUser, administrator }: Everybody,
): Promise<Record<string, string>> => {
  const bearer = user.tokens.access_token
  const path = { account_id: user.accountId }
  const sent = { path, bearer, body: { audience: demo.audience } }
  const audience = (await seeds.call('account.issueAccountToken', sent))?.body as Wire['AccountToken']
  const eve = { ...bob, email: 'eve@example.test' }
  await seeds.secondFactor('app', (await seeds.appUser(eve)).access_token)
  const ticket = (await seeds.call('app.login', { headers: keyed(), body: eve }))?.body as Wire['MfaRequired']
  return {
    'a token for another audience': audience.access_token,
    "a machine's token for another audience": await seeds.machine(demo.audience),
    'a refresh token of the account surface': user.tokens.refresh_token,
    'a refresh token of the app surface': appUser.refresh_token,
    'a refresh token of the platform surface': administrator.refresh_token,
    'a ticket of a second factor': ticket.mfa_token,
    "a client's secret": machine.clientSecret,
    'a publishable key': demoApp.publishableKey,
    "an application's secret key": demoApp.secretKey,
  }
}

/** A way to be refused: what replaces the credential of a request that has nothing else wrong. */
export interface CredentialFault {
  readonly title: string
  readonly spoil: (sent: Sent<OperationId>, purse: Purse) => Sent<OperationId>
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
      const kind = kindOf(id, name)
      return securityScheme(name).type === 'http' ? bearerFaults(kind) : cookieFaults
    }),
  ]
}

const kindOf = (id: OperationId, scheme: string): Kind => {
  if (scheme === 'standInToken') return 'standIn'
  if (scheme === 'projectAdmin') return 'admin'
  const surface = id.slice(0, id.indexOf('.'))
  return surface === 'oauth' ? 'account' : (surface as Surface)
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
          spoil: (sent: Sent<OperationId>, { foreign }: Purse) => ({ ...sent, headers: keyed(foreign.key) }),
        },
        {
          title: "the token of another tenant's user",
          spoil: (sent: Sent<OperationId>, { foreign }: Purse) => ({ ...sent, bearer: foreign.token }),
        },
        { title: 'a key without a token (AC-098)', spoil: ({ bearer: _, ...sent }: Sent<OperationId>) => sent },
      ]
    : []),
]

const bearerFaults = (kind: Kind): CredentialFault[] => {
  const bearer = (title: string, of: (purse: Purse) => string): CredentialFault => ({
    title,
    spoil: ({ cookies: _, ...sent }, purse) => ({ ...sent, bearer: of(purse) }),
  })
  const header = (title: string, of: (token: string) => string): CredentialFault => ({
    title,
    spoil: ({ cookies: _c, bearer: _b, ...sent }, { live }) => ({
      ...sent,
      headers: { ...sent.headers, authorization: of(live[kind]) },
    }),
  })
  // A user of the project is known where its administrators are asked for, and refused with 403.
  const own = kind === 'admin' ? 'project' : kind
  const surfaces = (['account', 'app', 'platform', 'project'] as const).filter((surface) => surface !== own)
  const isJwt = kind !== 'standIn'
  return [
    header('the scheme without a token', () => 'Bearer'),
    header('two tokens', (token) => `Bearer ${token} ${token}`),
    header('a token under the scheme Basic', (token) => `Basic ${token}`),
    header('a token under a scheme that nobody knows', (token) => `Token ${token}`),
    header('a token without a scheme', (token) => token),
    bearer('a token that is none', () => 'nonsense'),
    bearer('an expired token', ({ expired }) => expired[kind]),
    ...(isJwt && kind !== 'admin' ? [bearer('the token of a session that ended', ({ ended }) => ended[kind])] : []),
    ...(isJwt
      ? [
          bearer('a token without a signature', ({ live }) => withHeader(live[kind], { alg: 'none' }, '')),
          bearer('a token that says HS256', ({ live }) => withHeader(live[kind], { alg: 'HS256' })),
          bearer('a token whose claims were changed', ({ live }) => withClaims(live[kind], { exp: 4_000_000_000 })),
          bearer('a token with half a signature', ({ live }) => live[kind].slice(0, -40)),
          bearer('a token of a key that is not ours', ({ live }) => withHeader(live[kind], { kid: 'nobody' })),
        ]
      : []),
    ...surfaces.map((surface) => bearer(`a token of the ${surface} surface`, ({ live }) => live[surface])),
    ...kindsOfOthers.map((title) => bearer(title, ({ others }) => others[title]!)),
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

const cookieFaults: readonly CredentialFault[] = Object.entries<(purse: Purse) => string>({
  'a cookie that is none': () => 'nonsense',
  'an expired cookie': ({ expired }) => expired.cookie,
  'the cookie of a session that ended': ({ ended }) => ended.cookie,
  'an access token as a cookie': ({ live }) => live.account,
  'a refresh token of the app surface as a cookie': ({ others }) => others['a refresh token of the app surface']!,
}).map(([title, of]) => ({
  title,
  spoil: ({ bearer: _, ...sent }, purse) => ({ ...sent, cookies: { refresh_token: of(purse) } }),
}))

const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const withHeader = (token: string, change: object, signature?: string): string => {
  const [header, claims, old] = token.split('.') as [string, string, string]
  return [encode({ ...decode(header), ...change }), claims, signature ?? old].join('.')
}

const withClaims = (token: string, change: object): string => {
  const [header, claims, signature] = token.split('.') as [string, string, string]
  return [header, encode({ ...decode(claims), ...change }), signature].join('.')
}
