// How a case makes its world: through public operations and /sandbox/* alone, so that any implementation can be asked.
import type { OperationId, Wire } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import {
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
} from '../fixtures/people.ts'
import { isOverdue } from '../requests/bounds.ts'
import { form, request } from '../requests/request.ts'
import { backendSeeds } from './backend.ts'
import { cookieOf, hiddenFields, signInForm } from './forms.ts'
import { type Must, awaitMail, prove } from './mail.ts'
import { makersOf, noMakers } from './made-people.ts'
import type { ProjectSignedIn, Seeds, SignedIn } from './seed-words.ts'
import { atStandIn, standInCode } from './stand-ins.ts'
import { endUnmade } from './unmade.ts'
import type { Target, World } from './world.ts'

export const realSeeds = ({ baseUrl, fail, settings, allow, calls, world }: Target): Seeds => {
  const must: Must = async (id, sent) => {
    const answer = await request(baseUrl, id, sent)
    return answer.status < 300 ? answer : endUnmade(id, answer)
  }
  const mail: Seeds['mail'] = world?.mail ?? ((to, kind) => awaitMail(must, to, kind))
  const signedIn = (answer: Answer): SignedIn => {
    const { profile, tokens } = answer.body as Wire['AuthenticationResult']
    return { profile, tokens, accountId: profile.active_membership?.account_id ?? '' }
  }
  const newcomer: Seeds['newcomer'] = async (person = alice) =>
    signedIn(await must('account.signUp', { body: asCredentials(person) }))
  const makers = world?.mail ? noMakers : makersOf(must)
  const caller: Seeds['caller'] = async (person = alice) => {
    const made = await makers.make('account', person)
    if (made) {
      const { user, ...tokens } = made
      return { profile: user, tokens }
    }
    const signedUp = await newcomer(person)
    await prove(must, mail, person.email)
    return signedUp
  }
  const user: Seeds['user'] =
    world?.user ??
    (async (person = alice) => {
      const { tokens } = await caller(person)
      const profile = (await must('account.me', { bearer: tokens.access_token })).body as SignedIn['profile']
      return { profile, tokens, accountId: profile.active_membership?.account_id ?? '' }
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
    caller,
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
    ...backendSeeds(must, mail, makers),
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
    ...(world && callersOf(world)),
    // Whoever runs the target knows better.
    ...world,
  }
}

/** A world that makes people itself makes those who call, too. */
const callersOf = ({ user, appUser, administrator }: World) => ({
  ...(user && { caller: user }),
  ...(appUser && { appCaller: appUser }),
  ...(administrator && { platformCaller: administrator }),
})

/** Of a limit that is not there. */
const neverTooMany = (id: OperationId, times: number) =>
  new Error(`${id}: was asked ${times} times in one case, and none of them was refused with 429`)

const projectSignedIn = (answer: Answer): ProjectSignedIn => {
  const { user, accessToken, refreshToken, csrfToken } = answer.body as Wire['ProjectSession']
  return {
    user,
    accessToken,
    refreshToken: refreshToken ?? cookieOf(answer, 'refresh_token'),
    csrfToken: csrfToken ?? '',
  }
}
