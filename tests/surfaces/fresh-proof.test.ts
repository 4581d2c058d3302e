// Whatever changes how somebody signs in, or what programs prove themselves by, wants a proof of the last ten minutes. Taken from the
// contract: an operation that comes later declares the refusal, or says here why not. That each enforces what it declares is a case of
// its own, without which contract-tests/uncovered.txt fails.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { refusals } from '../../generated/refusals.ts'
import { root } from '../../spec/generate/run.ts'

interface Operation {
  readonly operationId: OperationId
  readonly security: readonly Readonly<Record<string, unknown>>[]
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const contract = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract

/** Schemes that a person's session asks by; secret keys, registrations and directories have nobody who could prove themselves. */
const ofPeople = new Set([
  'accountBearer',
  'accountRefreshCookie',
  'appBearer',
  'platformBearer',
  'platformSessionBearer',
  'projectBearer',
  'projectUser',
  'projectAdmin',
])
/** Where one's own account is, at each surface. */
const ownAccount = /^\/(auth|api\/auth|api\/v1\/auth|api\/platform\/auth)\/(?!users|config|tokens)|\/sessions(\/|$)/
/** What is about a password, an address, a factor, a secret or a key, wherever it is. */
const weighty =
  /Password|Email|Mfa|Factor|Passkey|BackupCode|Identity|Link|Secret|Key|Sessions|Client$|deleteMe|exportData/

const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ['post', 'put', 'patch', 'delete'].includes(method))
    .map(([, operation]) => ({ path, operation })),
)
const isPersons = ({ security }: Operation) =>
  security.some((one) => Object.keys(one).some((name) => ofPeople.has(name)))
const isAsked = ({ path, operation }: (typeof operations)[number]) =>
  isPersons(operation) && (ownAccount.test(path) || weighty.test(operation.operationId))

const declares = ({ operationId }: Operation): boolean =>
  // Of several lengths, and so of no one type.
  (refusals[operationId] as readonly string[]).includes('reauthentication_required')

const own = 'it proves, or begins to prove, who asks'
const named = 'it names one to tell it from others, and signs nobody in or out'
const byCode = 'a code of the factor comes with it'
const begun = 'a fresh proof began it, and only that session ends it'
const goesOn = 'it carries the session on or ends it, and changes nothing else'
const mailed = 'nothing but a mail to an address that is there already'
const place = 'it chooses where the session acts'
const answered = 'it answers an invitation, and nobody signs in otherwise by that'
const one = 'one session ends, which is what whoever finds a stranger in the list has to do at once'
const told = 'it adds one and changes none; the person it is made by is told by mail, whose link takes it back'
const taken = 'it takes one away: whatever it opened is shut'
const template = 'it is about the text of mails'
const others = 'it is not about who asks: administrators decide for the people of theirs, who are told'
const noProof = 'administrators of a project have no fresh proof, and API keys are no person'

/** Why not, by the end of the operation's id: at whichever surface. */
const reasons: Readonly<Record<string, string>> = {
  reauthenticate: own,
  beginReauthentication: own,
  renameAuthenticatorApp: named,
  renamePasskey: named,
  disableMfa: byCode,
  verifyBackupCode: 'it uses a backup code up, and changes nothing else',
  verifyMfaSetup: begun,
  finishLink: begun,
  refresh: goesOn,
  signOut: goesOn,
  logout: goesOn,
  sendEmailVerification: mailed,
  setActiveOrganization: place,
  acceptOwnInvitation: answered,
  declineInvitation: answered,
  revokeConsent: 'it takes from an app what it was allowed',
  joinWaitlist: 'it is about no account',
  signUpForWaitlist: 'it is about no account',
  leaveWaitlist: 'it is about no account',
  updateProfile: 'it is what others are shown',
  endSession: one,
  revokeSession: one,
  revokeAppSession: others,
  createClient: told,
  createAppClient: told,
  createAppApiKey: told,
  createTenantApiKey: told,
  deleteClient: taken,
  deleteAppClient: taken,
  revokeAppApiKey: taken,
  revokeTenantApiKey: taken,
  updateAppThirdPartyClient: 'it switches one off and on; its keys are its maker’s',
  createAppEmailTemplate: template,
  updateAppEmailTemplate: template,
  deleteAppEmailTemplate: template,
  updateEmailTemplate: template,
  initializeEmailTemplates: template,
  removeUserMfa: noProof,
}

const idOf = ({ operationId }: Operation) => operationId.slice(operationId.indexOf('.') + 1)

const asked = operations.filter(isAsked).map(({ operation }) => operation)

it('an operation of one’s own account wants a fresh proof, or has a reason', () => {
  const silent = asked.filter((operation) => !declares(operation) && !(idOf(operation) in reasons))
  expect(silent.map(({ operationId }) => operationId)).toEqual([])
})

it('a reason is of an operation that there is, and that wants none', () => {
  const without = new Set(asked.filter((operation) => !declares(operation)).map(idOf))
  expect(Object.keys(reasons).filter((id) => !without.has(id))).toEqual([])
})

/** About others it wants none; about oneself it does, which its name does not say. */
const aboutOneself = 'platform.removeMember'

it('what wants a fresh proof is looked at here', () => {
  const all = operations.filter(({ operation }) => declares(operation)).map(({ operation }) => operation.operationId)
  const looked = new Set(asked.map(({ operationId }) => operationId))
  expect(all.filter((id) => !looked.has(id) && id !== aboutOneself)).toEqual([])
})

it('each surface that people sign in at takes the proof, and says it in one code', () => {
  const taking = operations.filter(({ operation }) => idOf(operation) === 'reauthenticate')
  expect(taking.map(({ operation }) => operation.operationId.split('.')[0]).sort()).toEqual([
    'account',
    'app',
    'platform',
    'project',
  ])
})
