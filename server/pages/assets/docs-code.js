// The same request in curl, in fetch and by the client.

/** Calls of `AuthClient` that are named as their operation is. */
export const clientCalls = new Set(
  `acceptOwnInvitation addMember addPasskey beginPasskey beginPasskeyChallenge beginPasskeySignIn beginReauthentication changeEmail
  changePassword checkEmail createAccount createApplicationUser createChildAccount declineInvitation deleteAccount deleteMe disableMfa
  enableMfa endOtherSessions endSession exportData generateBackupCodes getAccount getMfa getWaitlist issueAccountToken joinWaitlist
  leaveWaitlist linkIdentity listAccounts listAuthenticatorApps listChildAccounts listIdentities listInvitations listMembers
  listOwnInvitations listPasskeys listSessions listWaitlists me reauthenticate refresh registerAccount removeAuthenticatorApp
  removeMember removePasskey renameAuthenticatorApp renamePasskey requestEmailChange resetPassword revokeInvitation searchAccounts
  searchMembers sendEmailVerification sendMagicLink sendPasswordReset signIn signInWithPasskey signInWithToken signOut signUp
  switchAccount takeBack unlinkIdentity updateAccount updateMember verifyEmail verifyMfaSetup`.split(/\s+/),
)

const shell = (text) => `'${text.replaceAll("'", `'\\''`)}'`

export const curlOf = ({ method, url, headers, body }) =>
  [
    `curl -sS${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${shell(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${shell(body)}`]),
  ].join(' \\\n  ')

export const fetchOf = ({ method, url, headers, body }) => {
  const init = [
    ...(method === 'get' ? [] : [`  method: '${method.toUpperCase()}',`]),
    ...(Object.keys(headers).length
      ? [`  headers: ${JSON.stringify(headers, null, 2).replaceAll('\n', '\n  ')},`]
      : []),
    ...(body === undefined ? [] : [`  body: ${JSON.stringify(body)},`]),
  ]
  const address = JSON.stringify(url)
  const call = init.length ? `fetch(${address}, {\n${init.join('\n')}\n})` : `fetch(${address})`
  return `const answer = await ${call}\nconsole.log(answer.status, await answer.json())`
}

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

/** By `@countersign/client`, where it has a call of its own; else undefined. */
export const clientOf = ({ id, origin, input }) => {
  const [surface, verb] = id.split('.')
  if (surface !== 'account' || !clientCalls.has(verb)) return undefined
  const { client_id, csrf_token: _, ...rest } = input
  const given = Object.entries(rest).map(([name, value]) => [camel(name), value])
  const argument = given.length ? JSON.stringify(Object.fromEntries(given), null, 2) : ''
  return [
    `import { AuthClient } from '@countersign/client'`,
    '',
    `const auth = new AuthClient({ baseUrl: '${origin}', clientId: '${client_id ?? 'cid_inbox_manager'}' })`,
    `const answer = await auth.${verb}(${argument})`,
  ].join('\n')
}
