// Each journey of one's own account, by each means, has a test that goes it, and each attack on it one that makes it: this names them,
// and looks that they are there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../spec/generate/run.ts'

/** A file and the name of a test in it. */
type Named = readonly [file: string, name: string]

interface Means {
  /** On the pages of the service, in Chromium. */
  readonly page: Named
  /** By the client of the account surface; absent where a page alone does it. */
  readonly authClient?: Named
  /** By the client for backends; absent where its people do it on `/account`. */
  readonly backendClient?: Named
  /** Call by call; what fails prints the command for curl. */
  readonly call: Named
}

const clicked = 'tests/pages/own-account-journeys.browser.test.ts'
const ownByClient = 'client/own-account.live.test.ts'
const ownFactors = 'client/factors.live.test.ts'
const backend = 'client/backend-client.live.test.ts'
const passkeyStep = 'tests/pages/passkey-step.browser.test.ts'
const places = 'contract-tests/account/own-page-places.test.ts'

const journeys: Readonly<Record<string, Means>> = {
  'an authenticator app: set up, signed in with, removed': {
    page: [clicked, 'sets two-step sign-in up, signs in by a code and by a backup code, and proves by one'],
    authClient: [
      ownFactors,
      'sets an authenticator app up, names it, signs in with it, and removes it without a code of it',
    ],
    backendClient: [backend, 'asks for a second factor, takes codes and backup codes, and lets go of it'],
    call: ['contract-tests/harness/cases/own-mfa-cases.ts', 'completes a sign-in by a code'],
  },
  'a backup code': {
    page: [clicked, 'sets two-step sign-in up, signs in by a code and by a backup code, and proves by one'],
    authClient: [
      ownFactors,
      'sets an authenticator app up, names it, signs in with it, and removes it without a code of it',
    ],
    backendClient: [backend, 'asks for a second factor, takes codes and backup codes, and lets go of it'],
    call: ['contract-tests/harness/cases/own-mfa-cases.ts', 'completes a sign-in by a backup code, once'],
  },
  'a passkey: made, signed in with and nothing typed, removed': {
    page: [
      'tests/pages/passkeys.browser.test.ts',
      'is made by the client, and signs in there and on the sign-in page with nothing typed',
    ],
    authClient: [ownFactors, 'adds a passkey, names it, signs in by it with nothing typed, and removes it'],
    backendClient: [backend, 'takes a passkey on, signs in by it with nothing typed, and proves anew by it'],
    call: ['contract-tests/harness/cases/passkey-sign-in-cases.ts', 'signs in with nothing typed'],
  },
  'a passkey as second factor, and set up where one is required': {
    page: [passkeyStep, 'is made where a second factor is required, and asked for from then on'],
    authClient: [passkeyStep, 'is made and shown by the client, which proves by it later'],
    call: ['contract-tests/harness/cases/passkey-factor-cases.ts', 'completes a sign-in by a passkey'],
  },
  'a fresh proof': {
    page: [clicked, 'sets two-step sign-in up, signs in by a code and by a backup code, and proves by one'],
    authClient: [ownByClient, 'asks for a fresh proof ten minutes after the last one, and goes on with it'],
    backendClient: [backend, 'takes a passkey on, signs in by it with nothing typed, and proves anew by it'],
    call: [
      'contract-tests/harness/cases/reauthentication-cases.ts',
      'makes a session fresh for ten minutes by the password, and no longer',
    ],
  },
  'another password': {
    page: ['tests/pages/own-account.browser.test.ts', 'changes the password without JavaScript, and signs out'],
    authClient: [ownByClient, 'sets another password in %s mode, and goes on with the new session'],
    backendClient: [backend, 'runs the own account of an end user: password, address, data, and the end'],
    call: [
      'contract-tests/account/own-password.test.ts',
      'sets it, ends every other session, and goes on as a new one',
    ],
  },
  'a forgotten password': {
    page: ['tests/surfaces/project/hosted.browser.test.ts', 'changes a forgotten password by code'],
    authClient: ['client/auth-client.live.test.ts', 'sets a new password by a mailed link'],
    backendClient: [backend, 'proves an address and sets a new password by mailed tokens'],
    call: [
      'contract-tests/oauth/hosted-password.test.ts',
      'mails a link whose page leads back to the request of the app',
    ],
  },
  'another address, and back by the notice': {
    page: [clicked, 'moves to another address by its link, and back by the notice'],
    authClient: [ownByClient, 'moves to another address by its link, and back by the notice'],
    backendClient: [backend, 'runs the own account of an end user: password, address, data, and the end'],
    call: ['contract-tests/account/notices.test.ts', 'gives the old address back, by the notice that went there'],
  },
  'a provider, linked and unlinked': {
    page: [clicked, 'links a provider, and unlinks it'],
    authClient: [ownByClient, 'links an account at a provider, signs in by it, and unlinks it'],
    backendClient: [
      'client/backend-organizations.live.test.ts',
      'links an account at a provider by the code of a browser, in the session that began',
    ],
    call: [
      'contract-tests/account/identities.test.ts',
      'sends to the provider, bound to the browser, and links what it comes back with',
    ],
  },
  'where one is signed in': {
    page: [clicked, 'shows where one is signed in, and signs out one of these, or all others'],
    authClient: [ownByClient, 'shows where one is signed in, and ends one of these, or all others'],
    backendClient: ['client/backend-organizations.live.test.ts', 'lists and ends sessions'],
    call: [
      'contract-tests/account/own-sessions.test.ts',
      'ends all but the one that asks, on every surface, and of nobody else',
    ],
  },
  'one’s data, and deleting oneself': {
    page: [clicked, 'has its data as a file, and is deleted for good'],
    authClient: [ownByClient, 'gives all that is kept of one, deletes it, and ends the session here'],
    backendClient: [backend, 'runs the own account of an end user: password, address, data, and the end'],
    call: [
      'contract-tests/account/own-data.test.ts',
      'gives all that is kept, with a name to save it by, and no secret',
    ],
  },
  'an invitation, accepted': {
    page: [clicked, 'accepts an invitation and leaves again, and declines another'],
    authClient: ['client/accounts.live.test.ts', 'invites, takes back, and joins by the mailed token'],
    backendClient: ['client/backend-organizations.live.test.ts', 'invites, resends, takes back and accepts'],
    call: [places, 'accepts an invitation to the address of who is signed in, and leaves again'],
  },
  'an invitation, declined': {
    page: [clicked, 'accepts an invitation and leaves again, and declines another'],
    authClient: ['client/accounts.live.test.ts', 'accepts an invitation to one’s own address, and declines another'],
    backendClient: [
      'client/backend-organizations.live.test.ts',
      'declines an invitation, and leaves where one was put by somebody else',
    ],
    call: [places, 'declines an invitation, which lets nobody in any more'],
  },
  'leaving where somebody else has put one': {
    page: [clicked, 'accepts an invitation and leaves again, and declines another'],
    authClient: ['client/accounts.live.test.ts', 'leaves an account that one was put into'],
    backendClient: [
      'client/backend-organizations.live.test.ts',
      'declines an invitation, and leaves where one was put by somebody else',
    ],
    call: [places, 'leaves where somebody else has put them'],
  },
}

const attacks: Readonly<Record<string, readonly Named[]>> = {
  'a challenge that is answered again': [
    [
      'contract-tests/harness/cases/passkey-sign-in-cases.ts',
      'lets one of eight win that send the same answer at once',
    ],
    [
      'contract-tests/harness/cases/passkey-factor-cases.ts',
      'refuses a signature that was used, on another ticket too',
    ],
    ['contract-tests/harness/cases/passkey-factor-cases.ts', 'refuses what was asked for another ticket'],
    ['contract-tests/harness/cases/own-passkey-cases.ts', 'refuses an answer that was used'],
  ],
  'another origin, another domain': [
    ['contract-tests/harness/cases/passkey-sign-in-cases.ts', 'refuses a page other than the one that signed'],
    ['contract-tests/harness/cases/own-passkey-cases.ts', 'refuses one of another page'],
    ['contract-tests/harness/cases/own-passkey-cases.ts', 'refuses one of another domain'],
    [
      'tests/identity/factors/passkey-origins.test.ts',
      'an app makes passkeys and signs in with them, and no other app or site does, as long as no client has registered it',
    ],
  ],
  'an authenticator that was copied': [
    [
      'contract-tests/harness/cases/passkey-sign-in-cases.ts',
      'refuses a copy of an authenticator, whose counter is behind',
    ],
    [
      'contract-tests/harness/cases/passkey-factor-cases.ts',
      'refuses a copy of an authenticator, whose counter is behind',
    ],
    [
      'contract-tests/harness/cases/passkey-proof-cases.ts',
      'refuses a copy of an authenticator, whose counter is behind',
    ],
  ],
  'a weaker way in place of a passkey': [
    ['contract-tests/harness/cases/passkey-proof-cases.ts', 'looks at no password where sign-ins ask for the passkey'],
    ['contract-tests/harness/cases/passkey-factor-cases.ts', 'refuses to set up another one where there is a factor'],
    [
      'contract-tests/oauth/required-factor.test.ts',
      'asks who has passkeys alone for one of them, and shows nobody with the password another factor',
    ],
  ],
  'a factor that is removed by a session left open': [
    [
      'contract-tests/harness/cases/authenticator-app-cases.ts',
      'refuses a session whose last proof is older than ten minutes',
    ],
    [
      'contract-tests/harness/cases/own-passkey-cases.ts',
      'refuses a session whose last proof is older than ten minutes',
    ],
    [
      'contract-tests/harness/cases/reauthentication-cases.ts',
      'asks whoever has a second factor for a code of it, and looks at no password',
    ],
    ['contract-tests/account/notices.test.ts', 'takes away a second factor that came since'],
  ],
  'an address that changes while others change': [
    ['contract-tests/account/own-email.test.ts', 'lets one of many win'],
    ['contract-tests/account/own-email.test.ts', 'refuses a link once somebody else has proven the address'],
    ['contract-tests/account/own-email.test.ts', 'refuses a link once another one was asked for'],
    ['contract-tests/account/notices.test.ts', 'removes who signed up with the old address meanwhile'],
  ],
  'the last way to sign in, taken twice at once': [
    ['contract-tests/account/identities.test.ts', 'keeps one of two that are unlinked at once'],
    ['contract-tests/account/identities.test.ts', 'keeps one of a link and a passkey that are removed at once'],
    ['contract-tests/harness/cases/own-passkey-cases.ts', 'keeps what is the last to sign somebody in'],
  ],
}

describe.each(Object.entries(journeys))('%s', (_journey, means) => {
  it.each(Object.entries(means) as [string, Named][])('is gone by %s', (_means, [file, name]) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(`'${name}'`)
  })
})

describe.each(Object.entries(attacks))('%s', (_attack, tests) => {
  it.each(tests)('is tried in %s: %s', (file, name) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(`'${name}'`)
  })
})
