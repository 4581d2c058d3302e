// What everybody in the world holds: live credentials of every kind, and such as have grown old or were given back.
import type { Wire } from '../../generated/operations.ts'
import { type Founder, dana, evan, stageOf } from '../harness/seeds/backend.ts'
import { type Person, alice, bob, carol, dave, demo, demoApp, keyed, machine } from '../harness/fixtures/people.ts'
import type { Answer } from '../harness/contract/contract.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { isAbout } from '../harness/requests/selection.ts'
import { type Had, mustHave, tryToHave } from '../harness/requests/skip.ts'

export type Surface = 'account' | 'app' | 'platform' | 'project'

const kinds = ['account', 'app', 'platform', 'project', 'standIn', 'admin', 'directory'] as const

/** Whose credential: of a user of a surface, of a stand-in's, of an administrator of the project, of a directory. */
export type Kind = (typeof kinds)[number]

/** Each word hands a credential to the running test, which is skipped where it cannot be had. */
export interface Credentials {
  /** Seeds whose people are here already. */
  readonly seeds: Seeds
  /** Kinds of whom there is a live credential. */
  readonly held: readonly Kind[]
  readonly live: (kind: Kind) => string
  readonly expired: (kind: Kind | 'cookie') => string
  /** Of sessions that were signed out. */
  readonly ended: (kind: Surface | 'cookie') => string
  /** Live credentials of every other kind, by what they are. */
  readonly others: (what: string) => string
  /** Of a user of another tenant's application, and the key of that application. */
  readonly foreign: (what: 'token' | 'key') => string
}

/** Makes people and lets their tokens grow old, others who sign out, and others who stay. */
export const makeCredentials = async (seeds: Seeds): Promise<Credentials> => {
  const old = await everybody(seeds, 'old')
  // Longer than any refresh token is left alone.
  const waited = await have('service', () => seeds.wait(15 * 24 * 3600))
  const ended = await signOutAll(seeds, await everybody(seeds, 'gone'))
  const live = await everybody(seeds, 'here')
  const lives = await Promise.all(kinds.map((kind) => tryToHave(() => accessOf(live, kind))))
  const others = await otherKinds(seeds, live)
  const foreign = await ofAnotherTenant(seeds)
  return {
    seeds: {
      ...seeds,
      user: () => Promise.resolve(live.user).then(mustHave),
      caller: () => Promise.resolve(live.user).then(mustHave),
      appCaller: () => Promise.resolve(live.appUser).then(mustHave),
      platformCaller: () => Promise.resolve(live.administrator).then(mustHave),
      projectUser: () => Promise.resolve(live.projectUser).then(mustHave),
      standInToken: () => Promise.resolve(live.standIn).then(mustHave),
    },
    held: kinds.filter((_, index) => !('lack' in lives[index]!)),
    live: (kind) => accessOf(live, kind),
    expired: (kind) => {
      mustHave(waited)
      return kind === 'cookie' ? mustHave(old.user).tokens.refresh_token : accessOf(old, kind)
    },
    ended: (kind) => mustHave(ended[kind]),
    others: (what) => mustHave(others[what]!),
    foreign: (what) => mustHave(foreign)[what],
  }
}

/** What the run is not about may be half there: its credentials are then only missing. */
const have = async <Value>(surface: Surface | 'service', make: () => Promise<Value>): Promise<Had<Value>> => {
  const had = await tryToHave(make)
  if (!('failure' in had)) return had
  const failure = recorder.inWords(had.failure) as Error
  return isAbout(surface) ? { failure } : { lack: failure.message.split('\n')[0]! }
}

/** The body of an answer that is no refusal. */
const done = <Body>(answer: Answer | undefined): Body => {
  if (!answer || answer.status >= 300) throw new Error(`The world could not be made: ${answer?.status} ${answer?.text}`)
  return answer.body as Body
}

const everybody = async (seeds: Seeds, where: string) => {
  const named = <One extends Person>(one: One): One => ({ ...one, email: `${where}.${one.email}` })
  const founder: Founder = { ...named(evan), tenantSlug: `${where}-${evan.tenantSlug}` }
  return {
    user: await have('account', () => seeds.user(named(alice))),
    appUser: await have('app', () => seeds.appCaller(named(carol))),
    administrator: await have('platform', () => seeds.platformCaller(founder)),
    projectUser: await have('project', () => seeds.projectUser(named(dave))),
    standIn: await have('service', () => seeds.standInToken('github')),
    admin: await have('project', () => seeds.projectAdmin()),
  }
}

type Everybody = Awaited<ReturnType<typeof everybody>>

const accessOf = (all: Everybody, kind: Kind): string => {
  if (kind === 'account') return mustHave(all.user).tokens.access_token
  if (kind === 'app') return mustHave(all.appUser).access_token
  if (kind === 'platform') return mustHave(all.administrator).access_token
  // It is the sandbox's, and fixed.
  if (kind === 'directory') return demoApp.scimToken
  return kind === 'project' ? mustHave(all.projectUser).accessToken : mustHave(all[kind])
}

const signOutAll = async (seeds: Seeds, all: Everybody): Promise<Record<Surface | 'cookie', Had<string>>> => {
  const account = await have('account', async () => {
    const { tokens } = mustHave(all.user)
    done(await seeds.call('account.signOut', { bearer: tokens.access_token }))
    return tokens
  })
  return {
    account: await have('account', async () => mustHave(account).access_token),
    cookie: await have('account', async () => mustHave(account).refresh_token),
    app: await have('app', async () => {
      const { access_token, refresh_token } = mustHave(all.appUser)
      done(await seeds.call('app.logout', { headers: keyed(), body: { refresh_token } }))
      return access_token
    }),
    platform: await have('platform', async () => {
      const bearer = accessOf(all, 'platform')
      done(await seeds.call('platform.logout', { bearer }))
      return bearer
    }),
    project: await have('project', async () => {
      const bearer = accessOf(all, 'project')
      done(await seeds.call('project.logout', { bearer }))
      return bearer
    }),
  }
}

/** Good for something else than to say who calls; and the ticket of a sign-in that is not done (AC-077). */
const otherKinds = async (seeds: Seeds, live: Everybody): Promise<Record<string, Had<string>>> => ({
  'a token for another audience': await have('account', async () => {
    const { tokens, accountId } = mustHave(live.user)
    const sent = { path: { account_id: accountId }, bearer: tokens.access_token, body: { audience: demo.audience } }
    return done<Wire['AccountToken']>(await seeds.call('account.issueAccountToken', sent)).access_token
  }),
  "a machine's token for another audience": await have('account', () => seeds.machine(demo.audience)),
  'a refresh token of the account surface': await have('account', async () => mustHave(live.user).tokens.refresh_token),
  'a refresh token of the app surface': await have('app', async () => mustHave(live.appUser).refresh_token),
  'a refresh token of the platform surface': await have(
    'platform',
    async () => mustHave(live.administrator).refresh_token,
  ),
  'a ticket of a second factor': await have('app', async () => {
    const eve = { ...bob, email: 'eve@example.test' }
    await seeds.secondFactor('app', (await seeds.appCaller(eve)).access_token)
    return done<Wire['SecondFactorRequired']>(await seeds.call('app.login', { headers: keyed(), body: eve })).mfa_token
  }),
  "a client's secret": { value: machine.clientSecret },
  'a publishable key': { value: demoApp.publishableKey },
  "an application's secret key": { value: demoApp.secretKey },
})

const ofAnotherTenant = (seeds: Seeds) =>
  have('platform', async () => {
    const key = stageOf(await seeds.application(await seeds.platformCaller(dana))).publishableKey
    return { key, token: (await seeds.appCaller(bob, key)).access_token }
  })
