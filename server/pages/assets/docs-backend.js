// The same request by `BackendClient`: its arguments are the access token, the ids in the path, the body and the query, in that order.

/** Operations of its two surfaces that it has no call for, and why. */
export const withoutCall = {
  'app.startOAuth': 'a browser goes there; getOAuthInitUrl makes the address',
  'app.finishOAuth': 'where a provider sends the browser back to',
  'app.finishOAuthForm': 'where a provider sends the browser back to, with a form',
  'platform.inviteMember': 'invitePlatformMember does the same, by the name of the published client',
}

/** Calls that are not named as their operation is. */
const names = {
  challengeMfa: 'mfaChallenge',
  createTenantApiKey: 'createPlatformApiKey',
  createWebhook: 'createPlatformWebhook',
  deleteWebhook: 'deletePlatformWebhook',
  getTenantSettings: 'getPlatformSettings',
  listAuditLogs: 'listPlatformAuditLogs',
  listEmailTemplates: 'listPlatformEmailTemplates',
  listMembers: 'listPlatformMembers',
  listTenantApiKeys: 'listPlatformApiKeys',
  listWebhooks: 'listPlatformWebhooks',
  previewEmailTemplate: 'previewPlatformEmailTemplate',
  previewMailWords: 'previewPlatformMail',
  removeMember: 'removePlatformMember',
  removeMemberMfa: 'removePlatformMemberMfa',
  revokeTenantApiKey: 'revokePlatformApiKey',
  updateEmailTemplate: 'updatePlatformEmailTemplate',
  updateTenantSettings: 'updatePlatformSettings',
}

/** What administrators ask for themselves as end users do: the same names, behind `platform`. */
const ofBoth = new Set(
  `addPasskey beginPasskey beginPasskeyChallenge beginPasskeySignIn beginReauthentication challengeMfa changePassword deleteMe
  disableMfa enableMfa exportData generateBackupCodes getMe getRemainingBackupCodes listAuthenticatorApps listPasskeys listSessions
  login logout reauthenticate refresh register removeAuthenticatorApp removePasskey renameAuthenticatorApp renamePasskey
  requestEmailChange revokeOtherSessions revokeSession signInWithPasskey verifyBackupCode verifyMfaSetup`.split(/\s+/),
)

/** Fields of the body or the query that are arguments of their own, by the operation or by its name on both surfaces. */
const fields = {
  assignAppRolePermissions: ['permissionIds'],
  assignAppUserRoles: ['roleIds'],
  assignRolePermissions: ['permissionIds'],
  assignUserRoles: ['roleIds'],
  beginPasskeyChallenge: ['mfa_token'],
  changeEmail: ['token'],
  changePassword: ['newPassword'],
  createAppApiKey: ['name', 'environmentId'],
  disableMfa: ['code'],
  finishLink: ['code'],
  forgotPassword: ['email'],
  listAppApiKeys: ['environmentId'],
  logout: ['refresh_token'],
  'platform.logout': [],
  refresh: ['refresh_token'],
  renameAuthenticatorApp: ['name'],
  renamePasskey: ['name'],
  renewWebhookSecret: ['overlapSeconds'],
  requestEmailChange: ['email'],
  resetPassword: ['token', 'password'],
  rotateAppKeys: ['environmentId'],
  setActiveOrganization: ['organizationId'],
  verifyBackupCode: ['code'],
  verifyEmail: ['token'],
  verifyMfaSetup: ['code', 'name'],
}

const nameOf = ([surface, name]) => {
  const called = names[name] ?? name
  return surface === 'platform' && ofBoth.has(name) ? `platform${called[0].toUpperCase()}${called.slice(1)}` : called
}

/** What an exchange takes is named as the rest of a program is, and the secret key stands beside the code. */
const exchange = ({ bearer, sent = {} }) => [
  { code: sent.code, ...(bearer === undefined ? { codeVerifier: sent.code_verifier } : { secretKey: bearer }) },
]

const argumentsOf = ({ id, bearer, ids, query, sent }) => {
  const alone = fields[id] ?? fields[id.split('.')[1]]
  const further = Object.entries(query).filter(([name]) => !alone?.includes(name))
  return [
    ...(bearer === undefined ? [] : [bearer]),
    ...ids,
    ...(alone ? alone.map((name) => ({ ...query, ...sent })[name]) : sent === undefined ? [] : [sent]),
    further.length ? Object.fromEntries(further) : undefined,
  ]
}

/** As they are written in a call: what is not said between others has its place. */
const written = (given) =>
  given.flatMap((one, at) => {
    if (one !== undefined) return JSON.stringify(one, null, 2)
    return given.slice(at).some((later) => later !== undefined) ? 'undefined' : []
  })

/** By `@countersign/client/backend`, where it has a call of its own; else undefined. */
export const backendOf = (request) => {
  const { id, origin, headers } = request
  const named = id.split('.')
  if (!['app', 'platform'].includes(named[0]) || id in withoutCall) return undefined
  const bearer = headers.Authorization?.replace(/^Bearer /, '')
  const key = headers['X-Publishable-Key']
  const given = (id === 'app.exchangeOAuthCode' ? exchange : argumentsOf)({ ...request, bearer })
  const options = [`apiUrl: ${JSON.stringify(origin)}`, ...(key ? [`publishableKey: ${JSON.stringify(key)}`] : [])]
  return [
    `import { BackendClient } from '@countersign/client/backend'`,
    '',
    `const client = new BackendClient({ ${options.join(', ')} })`,
    `const answer = await client.${nameOf(named)}(${written(given).join(', ')})`,
  ].join('\n')
}
