// How a case makes its world: through public operations and /sandbox/* alone, so that any implementation can be asked.
// On the mock nothing is made, and every answer is the contract's example.
import type { ErrorCode } from '../../generated/errors.ts'
import { type OperationId, type Wire } from '../../generated/operations.ts'
import type { AuthSettings } from '../../server/model/environment.ts'
import { type BackendSeeds, backendSeeds, mockBackendSeeds } from './backend.ts'
import { isOverdue } from './bounds.ts'
import { type Answer, exampleOf } from './contract.ts'
import { endFor } from './elsewhere.ts'
import { type Must, awaitMail, prove } from './mail.ts'
import { maskBody } from './mask.ts'
import {
  type Person,
  alice,
  asAuthorization,
  asCredentials,
  asMachine,
  asOpenId,
  demo,
  demoApp,
  demoPlatform,
  demoProject,
  pkce,
} from './people.ts'
import { recorder } from './recording.ts'
import { type Sent, form, request } from './request.ts'
import { skipTest } from './skip.ts'
import type { Allowed, Target } from './target.ts'

export interface Csrf {
  readonly session: string
  readonly token: string
}

export interface SignedIn {
  readonly profile: Wire['SessionProfile']
  readonly tokens: Wire['SessionTokens']
  readonly accountId: string
}

type Role = Wire['AccountMembership']['role']

/** A user of the project, signed in by a client that keeps its refresh token itself, or by a browser. */
export interface ProjectSignedIn {
  readonly user: Wire['ProjectUser']
  readonly accessToken: string
  readonly refreshToken: string
  /** Empty for a client that is no browser. */
  readonly csrfToken: string
}

export interface Seeds extends BackendSeeds {
  /** A person with an account of their own, who has proven their address, signed in. */
  user(person?: Person): Promise<SignedIn>
  /** The same, before anybody has proven the address. */
  newcomer(person?: Person): Promise<SignedIn>
  /** Has somebody who was added to an account choose it. */
  joins(person: Person, accountId: string): Promise<void>
  /** One more session of a person who has signed up. */
  session(person: Person): Promise<SignedIn>
  /** A person with an account of their own, signed in, who is a member of another one too. */
  member(owner: SignedIn, person: Person, role: Role): Promise<SignedIn & { readonly membershipId: string }>
  /** An account of that person, below another one or below none. */
  account(owner: SignedIn, name: string, parentId?: string): Promise<string>
  /** An access token of the sandbox's machine, for this service or for another audience. */
  machine(audience?: string): Promise<string>
  /** A client of that person's account. */
  client(owner: SignedIn, fields?: Partial<Wire['AccountClientCreate']>): Promise<Wire['AccountClientWithSecret']>
  /** A client that registered itself. */
  registration(fields?: Wire['OAuthRegistrationRequest']): Promise<Wire['OAuthRegistration']>
  /** A key of the sandbox's application that clients may be registered with. */
  registrationKey(): Promise<string>
  /** The sign-in page as one browser has it: its cookie and the hidden field of its form. */
  signInForm(query: Readonly<Record<string, string>>): Promise<Csrf>
  /** An authorization code for a person who signs in at the page. */
  code(person: Person, query?: Readonly<Record<string, string>>): Promise<string>
  /** What an app gets for a code that it asked for so. */
  tokensOfCode(code: string, query: Readonly<Record<string, string>>): Promise<Wire['OAuthTokens']>
  /** The cookie of a browser in which somebody has signed in for an app that asked with OpenID Connect. */
  browserSession(person: Person): Promise<string>
  /** Lets a client in, as a person who is signed in in that browser: presses the button of the page. */
  letIn(query: Readonly<Record<string, string>>, browserSession: string): Promise<void>
  /** A page of ours as one browser has it: the cookie and the hidden fields of its form. */
  page(
    query: Readonly<Record<string, string>>,
    cookies: Readonly<Record<string, string>>,
  ): Promise<{ readonly cookies: Readonly<Record<string, string>>; readonly fields: Readonly<Record<string, string>> }>
  /** What an app gets for such a code: with `openid` in the scope an ID token comes along. */
  openIdTokens(person: Person, query?: Readonly<Record<string, string>>): Promise<Wire['OAuthTokens']>
  /** A browser's pair; beside the refresh token in its cookie, where it has one. */
  csrf(refreshToken?: string): Promise<Csrf>
  /** A person who registered with the project. */
  projectUser(person?: Person, clientType?: 'web' | 'mobile'): Promise<ProjectSignedIn>
  /** One more session of a person who registered with the project. */
  projectSession(person: Person, clientType?: 'web' | 'mobile'): Promise<ProjectSignedIn>
  /** What the sandbox's stand-in for a provider sends a person back with. */
  standInCode(provider: string, person?: StandInPerson): Promise<StandInCode>
  /** A browser that has been at a provider for an app, as it arrives at the callback. */
  backFrom(provider: string, person?: StandInPerson, more?: Readonly<Record<string, string>>): Promise<CameBack>
  /** A browser that was sent to a provider by an answer of ours, when it comes back. */
  atStandIn(provider: string, started: Answer, person?: StandInPerson): Promise<CameBack>
  /** A token of that stand-in, for what it knows of the person. */
  standInToken(provider: string, person?: StandInPerson): Promise<string>
  /** The access token of an administrator of the project. */
  projectAdmin(): Promise<string>
  /** Changes settings of the project. */
  projectConfig(settings: Wire['ProjectConfigUpdate']): Promise<void>
  /** Moves the clock of the sandbox. */
  wait(seconds: number): Promise<void>
  /** Calls an operation until it answers 429. */
  exhaust<K extends OperationId>(id: K, sent: (round: number) => Sent<K>): Promise<void>
  /** Any call, for what has no word of its own here. Undefined on the mock. */
  call<K extends OperationId>(id: K, sent: Sent<K>): Promise<Answer | undefined>
  /** Makes the next call of an operation fail inside the server. Only where `inside` cases run. */
  fail(id: OperationId, how: ErrorCode | Error): void
  /** Switches settings of the environment. Only where `inside` cases run. @internal */
  settings(changed: Partial<AuthSettings>): Promise<void>
  /** Has everybody called too often, or not any more. Only where `inside` cases run. */
  calls(fit: boolean): void
  /** Sets quotas and limits until the end of the case. Only where `inside` cases run. @internal */
  allow(changed: Allowed): Promise<void>
  /** The newest mail of a kind to an address. */
  mail(to: string, kind: Wire['Mail']['kind']): Promise<Wire['Mail']>
}

/** Who to be at a stand-in, as its form has it. */
export type StandInPerson = Wire['StandInForm']

/** A code, and all that its exchange repeats. */
export interface StandInCode {
  readonly code: string
  readonly redirect_uri: string
  readonly client_id: string
  readonly client_secret: string
}

/** What a provider sent along, and the cookie that the browser had from us. */
export interface CameBack {
  readonly answer: Readonly<Record<string, string>>
  readonly cookies: Readonly<Record<string, string>>
}

/** Empties the world of a target before a case. */
export const resetWorld = async ({ name, baseUrl, allow, calls, world }: Target): Promise<void> => {
  if (name === 'mock') return
  allow?.()
  calls?.(true)
  if (world?.reset) return world.reset()
  const answer = await request(baseUrl, 'service.resetSandbox', {})
  if (answer.status !== 200) throw new Error(`${baseUrl} has no POST /sandbox/reset: start it in sandbox mode.`)
}

export const seedsOf = (target: Target): Seeds => {
  if (target.name === 'mock') return mockSeeds
  const { people, only } = target.world ?? {}
  const seeds = people ? amongThem(realSeeds(target), people) : realSeeds(target)
  return only ? sayingOnly(seeds, only) : seeds
}

/** The words of a world whose people are there already. */
const amongThem = (seeds: Seeds, people: readonly string[]): Seeds => {
  const known = (person: Person): Person =>
    people.includes(person.email) ? person : skipTest(`the world has no more than ${people.length} people`)
  return {
    ...seeds,
    user: async (person = alice) => seeds.session(known(person)),
    session: async (person) => seeds.session(known(person)),
    appUser: async (person = alice) => seeds.appSession(known(person)),
    appSession: async (person) => seeds.appSession(known(person)),
    projectUser: async (person = alice, clientType) => seeds.projectSession(known(person), clientType),
    projectSession: async (person, clientType) => seeds.projectSession(known(person), clientType),
    code: async (person, query) => seeds.code(known(person), query),
    openIdTokens: async (person, query) => seeds.openIdTokens(known(person), query),
    browserSession: async (person) => seeds.browserSession(known(person)),
  }
}

/** The same with some words alone. */
const sayingOnly = (seeds: Seeds, only: readonly (keyof Seeds)[]): Seeds => {
  const others = Object.keys(seeds).filter((word) => !(only as readonly string[]).includes(word))
  const refuse = (word: string) => async () => {
    await Promise.resolve()
    return skipTest(`the world has no word for ${word}`)
  }
  return { ...seeds, ...Object.fromEntries(others.map((word) => [word, refuse(word)])) }
}

const realSeeds = ({ baseUrl, fail, settings, allow, calls, world }: Target): Seeds => {
  const must: Must = async (id, sent) => {
    const answer = await request(baseUrl, id, sent)
    if (answer.status < 300) return answer
    const sentence = `${id} answered ${answer.status} ${maskBody(answer.text).slice(0, 300)} while a world was made${recorder.byHand(answer)}`
    recorder.blame(answer, sentence)
    return endFor(id, sentence)
  }
  const mail: Seeds['mail'] = world?.mail ?? ((to, kind) => awaitMail(must, to, kind))
  const signedIn = (answer: Answer): SignedIn => {
    const { profile, tokens } = answer.body as Wire['AuthenticationResult']
    return { profile, tokens, accountId: profile.active_membership?.account_id ?? '' }
  }
  const newcomer: Seeds['newcomer'] = async (person = alice) =>
    signedIn(await must('account.signUp', { body: asCredentials(person) }))
  const user: Seeds['user'] =
    world?.user ??
    (async (person = alice) => {
      const signedUp = await newcomer(person)
      await prove(must, mail, person.email)
      const { body } = await must('account.me', { bearer: signedUp.tokens.access_token })
      return { ...signedUp, profile: body as SignedIn['profile'] }
    })
  const page: Seeds['page'] = async (query, cookies) => {
    const shown = await must('oauth.authorize', { query: query as typeof asOpenId, cookies })
    return { cookies: { sign_in_form: cookieOf(shown, 'sign_in_form') }, fields: hiddenFields(shown.text) }
  }
  const tokensOfCode: Seeds['tokensOfCode'] = async (code, query) => {
    const { client_id = demo.clientId, redirect_uri = demo.redirectUri } = query
    const body = { grant_type: 'authorization_code', client_id, code, redirect_uri, code_verifier: pkce.verifier }
    return (await must('oauth.issueToken', { body })).body as Wire['OAuthTokens']
  }
  const code: Seeds['code'] = async (person, query = asAuthorization) => {
    const { session, token } = await signInForm(must, query)
    const sent = { query, cookies: { sign_in_form: session }, ...form({ form_token: token, ...person }) }
    const location = (await request(baseUrl, 'oauth.authorizeWithPassword', sent)).headers.get('location') ?? ''
    return new URL(location).searchParams.get('code') ?? ''
  }
  return {
    user,
    newcomer,
    member: async (owner, person, role) => {
      const member = await user(person)
      const { body } = await must('account.addMember', {
        path: { account_id: owner.accountId },
        bearer: owner.tokens.access_token,
        body: { user_id: member.profile.id, role },
      })
      return { ...member, membershipId: (body as Wire['AccountMember']).id }
    },
    account: async ({ tokens }, name, parentId) => {
      const sent = { bearer: tokens.access_token, body: { name } }
      const { body } = parentId
        ? await must('account.createChildAccount', { ...sent, path: { account_id: parentId } })
        : await must('account.createAccount', sent)
      return (body as Wire['Account']).id
    },
    session: async (person) => signedIn(await must('account.signIn', { body: asCredentials(person) })),
    ...backendSeeds(must, mail),
    machine: async (audience) => {
      const body = { grant_type: 'client_credentials', ...asMachine, ...(audience && { audience }) }
      return ((await must('oauth.issueToken', { body })).body as Wire['OAuthTokens']).access_token
    },
    client: async ({ accountId, tokens }, fields) => {
      const body = { name: 'Mail Widget', ...fields }
      const sent = { path: { account_id: accountId }, bearer: tokens.access_token, body }
      return (await must('account.createClient', sent)).body as Wire['AccountClientWithSecret']
    },
    registration: async (fields) => {
      const body = { client_name: 'Calendar', redirect_uris: ['https://calendar.example.com/callback'], ...fields }
      return (await must('oauth.registerClient', { body })).body as Wire['OAuthRegistration']
    },
    registrationKey: async () => {
      const { access_token: bearer } = (await must('platform.login', { body: demoPlatform })).body as {
        access_token: string
      }
      const path = { appId: demoApp.applicationId }
      const body = { name: 'Partners', environmentId: demoApp.environmentId, keyType: 'registration' } as const
      const made = await must('platform.createAppApiKey', { path, bearer, body })
      return (made.body as Wire['CreatedApiKeyAnswer']).data.key
    },
    signInForm: (query) => signInForm(must, query),
    code,
    browserSession: async (person) => {
      const { session, token } = await signInForm(must, asOpenId)
      const sent = { query: asOpenId, cookies: { sign_in_form: session }, ...form({ form_token: token, ...person }) }
      return cookieOf(await request(baseUrl, 'oauth.authorizeWithPassword', sent), 'browser_session')
    },
    page,
    letIn: async (query, browser_session) => {
      const { cookies, fields } = await page(query, { browser_session })
      const sent = { query, cookies: { ...cookies, browser_session }, ...form({ ...fields, answer: 'allow' }) }
      await request(baseUrl, 'oauth.authorizeWithPassword', sent)
    },
    openIdTokens: async (person, query = asOpenId) => tokensOfCode(await code(person, query), query),
    tokensOfCode,
    csrf: async (refresh_token) => {
      const started = await must('account.startCsrfSession', {})
      const session = cookieOf(started, 'csrf_session')
      const { body } = await must('account.getCsrfToken', {
        cookies: { csrf_session: session, ...(refresh_token !== undefined && { refresh_token }) },
      })
      return { session, token: (body as Wire['AccountCsrfToken']).csrf_token }
    },
    projectUser: async (person = alice, clientType = 'mobile') =>
      projectSignedIn(await must('project.register', { query: { client_type: clientType }, body: person })),
    joins: async (person, account_id) => {
      const { tokens } = signedIn(await must('account.signIn', { body: asCredentials(person) }))
      await must('account.switchAccount', { bearer: tokens.access_token, body: { account_id } })
    },
    projectSession: async (person, clientType = 'mobile') =>
      projectSignedIn(await must('project.signIn', { query: { client_type: clientType }, body: person })),
    standInCode: (provider, person) => standInCode(baseUrl, provider, person),
    atStandIn: (provider, started, person) => atStandIn(baseUrl, provider, started, person),
    backFrom: async (provider, person, more = {}) => {
      const query = { ...asAuthorization, ...more }
      const started = await request(baseUrl, 'account.authorizeWithProvider', { path: { provider }, query })
      return atStandIn(baseUrl, provider, started, person)
    },
    standInToken: async (provider, person) => {
      const exchange = { grant_type: 'authorization_code', ...(await standInCode(baseUrl, provider, person)) }
      const { body } = await must('service.exchangeStandInCode', { path: { provider }, ...form(exchange) })
      return (body as Wire['StandInTokens']).access_token
    },
    projectAdmin: async () => {
      const { adminEmail: email, adminPassword: password } = demoProject
      const { body } = await must('project.signInAdmin', { body: { email, password } })
      return (body as Wire['ProjectAdminSession']).accessToken
    },
    projectConfig: async (settings) =>
      void (await must('project.updateConfig', { bearer: demoProject.apiKey, body: settings })),
    wait: async (seconds) => void (await must('service.moveClock', { body: { advance: seconds } })),
    exhaust: async (id, sent) => {
      for (let round = 0; round < 1000; round += 1) {
        const { status } = await request(baseUrl, id, sent(round)).catch((error: unknown) => {
          throw isOverdue(error) ? neverTooMany(id, round) : error
        })
        if (status === 429) return
      }
      throw neverTooMany(id, 1000)
    },
    call: (id, sent) => request(baseUrl, id, sent),
    fail: (id, how) => {
      if (!fail) throw new Error('Only a server in this process can be made to fail')
      fail(id, how)
    },
    settings: async (changed) => {
      if (!settings) throw new Error('Only a server in this process can be switched')
      await settings(changed)
    },
    calls: (fit) => {
      if (!calls) throw new Error('Only a server in this process can be told to count no calls')
      calls(fit)
    },
    allow: (changed) => {
      if (!allow) throw new Error('Only a server in this process can be given quotas and limits')
      allow(changed)
      return Promise.resolve()
    },
    mail,
    // Whoever runs the target knows better.
    ...world,
  }
}

/** Of a limit that is not there. */
const neverTooMany = (id: OperationId, times: number) =>
  new Error(`${id}: was asked ${times} times in one case, and none of them was refused with 429`)

/** Fills in the form of a stand-in, as a browser that its own redirect URI is enough for. */
const standInCode = async (baseUrl: string, provider: string, person: StandInPerson = ada): Promise<StandInCode> => {
  const client = { client_id: `sandbox-${provider}`, client_secret: `secret-of-${provider}` }
  const redirect_uri = `${demo.publicUrl}/auth/${provider}/callback`
  const query = { response_type: 'code', client_id: client.client_id, redirect_uri, state: 'state-of-a-test' }
  const { headers, text } = await request(baseUrl, 'service.answerStandIn', {
    path: { provider },
    query,
    ...form(person),
  })
  const code = new URL(headers.get('location') ?? `nowhere:${text}`).searchParams.get('code') ?? ''
  return { code, redirect_uri, ...client }
}

/** Follows our answer to a stand-in, fills in its form, and comes back by redirect or by form. */
const atStandIn = async (
  baseUrl: string,
  provider: string,
  started: Answer,
  person: StandInPerson = ada,
): Promise<CameBack> => {
  const location = started.headers.get('location')
  if (!location) {
    throw new Error(`Nobody was sent to ${provider}: ${started.status} ${maskBody(started.text).slice(0, 300)}`)
  }
  const query = Object.fromEntries(new URL(location).searchParams)
  const answered = await request(baseUrl, 'service.answerStandIn', { path: { provider }, query, ...form(person) })
  const back = answered.headers.get('location')
  return {
    answer: back ? Object.fromEntries(new URL(back).searchParams) : hiddenFields(answered.text),
    cookies: { provider_flow: cookieOf(started, 'provider_flow') },
  }
}

/** What a form of a page sends without being asked. */
export const hiddenFields = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  )

/** Somebody whom a provider knows and has proven the address of. */
export const ada: StandInPerson = { email: 'ada@example.test', name: 'Ada Lovelace', verified: 'yes' }

const signInForm = async (must: Must, query: Readonly<Record<string, string>>): Promise<Csrf> => {
  const page = await must('oauth.authorize', { query })
  const [, token = ''] = /name="form_token" value="([^"]*)"/.exec(page.text) ?? []
  return { session: cookieOf(page, 'sign_in_form'), token }
}

const exampleCameBack: CameBack = {
  answer: { code: 'example', state: 'example' },
  cookies: { provider_flow: 'example' },
}

const mockSeeds: Seeds = {
  standInCode: (provider) =>
    Promise.resolve({
      code: 'example',
      redirect_uri: `${demo.publicUrl}/auth/${provider}/callback`,
      client_id: `sandbox-${provider}`,
      client_secret: `secret-of-${provider}`,
    }),
  atStandIn: () => Promise.resolve(exampleCameBack),
  backFrom: () => Promise.resolve(exampleCameBack),
  standInToken: () => Promise.resolve(exampleStandIn.access_token),
  user: () => Promise.resolve(exampleSignedIn),
  newcomer: () => Promise.resolve(exampleSignedIn),
  session: () => Promise.resolve(exampleSignedIn),
  ...mockBackendSeeds,
  member: () => Promise.resolve({ ...exampleSignedIn, membershipId: 'mbr_0199c0de-0000-7000-8000-0000000003b0' }),
  account: () => Promise.resolve(exampleSignedIn.accountId),
  machine: () => Promise.resolve(example.tokens.access_token),
  client: () => Promise.resolve(exampleClient),
  registration: () =>
    Promise.resolve(exampleOf('oauth.registerClient', 201, 'registered') as Wire['OAuthRegistration']),
  registrationKey: () => Promise.resolve('rt_test_example'),
  signInForm: () => Promise.resolve({ session: 'example', token: 'example' }),
  code: () => Promise.resolve('example'),
  browserSession: () => Promise.resolve('example'),
  tokensOfCode: () => Promise.resolve(exampleOf('oauth.issueToken', 200, 'openid_tokens') as Wire['OAuthTokens']),
  letIn: () => Promise.resolve(),
  page: () => Promise.resolve({ cookies: { sign_in_form: 'example' }, fields: { form_token: 'example' } }),
  openIdTokens: () => Promise.resolve(exampleOf('oauth.issueToken', 200, 'openid_tokens') as Wire['OAuthTokens']),
  csrf: () => Promise.resolve({ session: 'example', token: 'example' }),
  projectUser: () => Promise.resolve(exampleProjectSignedIn),
  joins: () => Promise.resolve(),
  projectSession: () => Promise.resolve(exampleProjectSignedIn),
  projectAdmin: () => Promise.resolve(exampleProjectSignedIn.accessToken),
  projectConfig: () => Promise.resolve(),
  wait: () => Promise.resolve(),
  exhaust: () => Promise.resolve(),
  call: () => Promise.resolve(undefined),
  fail: () => undefined,
  settings: () => Promise.resolve(),
  allow: () => Promise.resolve(),
  calls: () => undefined,
  mail: () => Promise.resolve(exampleMail),
}

const example = exampleOf('account.signIn', 200, 'signed_in') as Wire['AuthenticationResult']
const exampleSignedIn: SignedIn = {
  profile: example.profile,
  tokens: example.tokens,
  accountId: example.profile.active_membership?.account_id ?? '',
}

const exampleStandIn = exampleOf('service.exchangeStandInCode', 200, 'tokens') as Wire['StandInTokens']
const exampleClient = exampleOf('account.createClient', 201, 'registered') as Wire['AccountClientWithSecret']
const exampleMail = (exampleOf('service.listMail', 200, 'mailbox') as Wire['Mailbox']).messages[0]!

const projectSignedIn = (answer: Answer): ProjectSignedIn => {
  const { user, accessToken, refreshToken, csrfToken } = answer.body as Wire['ProjectSession']
  return {
    user,
    accessToken,
    refreshToken: refreshToken ?? cookieOf(answer, 'refresh_token'),
    csrfToken: csrfToken ?? '',
  }
}

const exampleProject = exampleOf('project.signIn', 200, 'signed_in_mobile') as Wire['ProjectSession']
const exampleProjectSignedIn: ProjectSignedIn = {
  user: exampleProject.user,
  accessToken: exampleProject.accessToken,
  refreshToken: exampleProject.refreshToken ?? '',
  csrfToken: 'example',
}

/** The value of a cookie that an answer sets. */
export const cookieOf = (answer: Answer, name: string): string => {
  const found = answer.cookies.find((cookie) => cookie.startsWith(`${name}=`))
  return found?.slice(name.length + 1).split(';')[0] ?? ''
}

export { demo }
