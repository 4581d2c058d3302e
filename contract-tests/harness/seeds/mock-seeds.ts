// On the mock nothing is made, and every answer is the contract's example.
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import { demo } from '../fixtures/people.ts'
import { mockBackendSeeds } from './backend.ts'
import type { CameBack, ProjectSignedIn, Seeds, SignedIn } from './seed-words.ts'

const exampleCameBack: CameBack = {
  answer: { code: 'example', state: 'example' },
  cookies: { provider_flow: 'example' },
}

export const mockSeeds: Seeds = {
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
  caller: () => Promise.resolve(exampleSignedIn),
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

const exampleProject = exampleOf('project.signIn', 200, 'signed_in_mobile') as Wire['ProjectSession']
const exampleProjectSignedIn: ProjectSignedIn = {
  user: exampleProject.user,
  accessToken: exampleProject.accessToken,
  refreshToken: exampleProject.refreshToken ?? '',
  csrfToken: 'example',
}
