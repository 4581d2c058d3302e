// What is written down: every sign-in and its failure, and every change of rights, keys, factors, clients and settings.
import type { JsonObject } from './user.ts'

/** What an event is about, and where its id stands: a field of the event's data, or the user or session of the event. */
const things = {
  administrator: 'userId',
  api_key: 'keyId',
  application: 'applicationId',
  client: 'clientId',
  email_template: 'templateId',
  environment: 'environment',
  invitation: 'invitationId',
  organization: 'organizationId',
  permission: 'permissionId',
  role: 'roleId',
  secret: null,
  session: 'session',
  signing_key: 'keyId',
  tenant: 'tenantId',
  user: 'user',
  webhook: 'webhookId',
} as const satisfies Readonly<Record<string, string | null>>

export type AuditedThing = keyof typeof things

interface Audited {
  readonly about: AuditedThing
  readonly says: string
}

export const auditActions = {
  'administrator.created': { about: 'administrator', says: 'The operator made an administrator.' },
  'administrator.invited': { about: 'administrator', says: 'An administrator was invited by mail.' },
  'administrator.password_set': {
    about: 'administrator',
    says: 'The operator gave an administrator another password.',
  },
  'administrator.removed': { about: 'administrator', says: 'An administrator was removed.' },
  'api_key.created': {
    about: 'api_key',
    says: 'A key was made: for a backend, for registering clients, for a directory, or to read what is the tenant’s.',
  },
  'api_key.revoked': { about: 'api_key', says: 'A key was revoked.' },
  'application.created': { about: 'application', says: 'An application was made.' },
  'application.deleted': { about: 'application', says: 'An application was deleted, with all that was in it.' },
  'application.updated': { about: 'application', says: 'Settings of an application changed; `fields` names them.' },
  'client.changed': { about: 'client', says: 'A client changed.' },
  'client.deleted': { about: 'client', says: 'A client was deleted.' },
  'client.reactivated': { about: 'client', says: 'An administrator lifted the suspension of a client.' },
  'client.registered': { about: 'client', says: 'A client was registered.' },
  'client.secret_renewed': { about: 'client', says: 'A client got a new secret.' },
  'client.suspended': {
    about: 'client',
    says: 'An administrator suspended a client that registered itself, or that an account has.',
  },
  'code.failed': { about: 'user', says: 'A wrong code was typed.' },
  'code.locked_out': { about: 'user', says: 'Wrong codes used up `limit`: nobody may try for a while.' },
  'consent.given': { about: 'client', says: 'A person allowed a client `scope`.' },
  'consent.revoked': { about: 'client', says: 'A person took back what they had allowed a client.' },
  'device.allowed': { about: 'client', says: 'A person let a device sign in.' },
  'device.denied': { about: 'client', says: 'A person refused a device.' },
  'email_template.changed': { about: 'email_template', says: 'The words of a mail changed; `fields` names what.' },
  'email_template.created': { about: 'email_template', says: 'A mail has words of the tenant’s own.' },
  'email_template.deleted': { about: 'email_template', says: 'A mail has the usual words again.' },
  'environment.changed': {
    about: 'environment',
    says: 'An environment has another name, or was switched on or off; `fields` names what.',
  },
  'environment.created': { about: 'environment', says: 'An environment was added to an application.' },
  'invitation.accepted': { about: 'invitation', says: 'An invitation was accepted.' },
  'invitation.declined': { about: 'invitation', says: 'An invitation was declined by whom it was for.' },
  'invitation.revoked': { about: 'invitation', says: 'An invitation was taken back.' },
  'invitation.sent': { about: 'invitation', says: 'Somebody was invited.' },
  'member.added': { about: 'organization', says: 'A user became a member, with `role`.' },
  'member.removed': { about: 'organization', says: 'A user is no member any more.' },
  'member.role_changed': { about: 'organization', says: 'A member has another `role`.' },
  'organization_role.changed': { about: 'environment', says: 'A `role` within organizations allows something else.' },
  'organization.changed': { about: 'organization', says: 'An organization changed.' },
  'organization.deleted': { about: 'organization', says: 'An organization was deleted.' },
  'organization.made': { about: 'organization', says: 'An organization was made.' },
  'organization.passed_on': {
    about: 'organization',
    says: 'An organization lost its last owner, and has another one.',
  },
  'password.failed': {
    about: 'user',
    says: 'A wrong password was typed; without a user where nobody has the address.',
  },
  'password.locked_out': { about: 'user', says: 'Wrong passwords used up `limit`: nobody may try for a while.' },
  'passkey.added': { about: 'user', says: 'A person made a passkey.' },
  'passkey.counter_behind': { about: 'user', says: 'A passkey counted less than before: there may be a copy of it.' },
  'passkey.removed': { about: 'user', says: 'A passkey was removed.' },
  'page_texts.changed': {
    about: 'environment',
    says: 'The hosted pages say something else in `language`; `fields` names what.',
  },
  'permission.created': { about: 'permission', says: 'A permission was made.' },
  'permission.deleted': { about: 'permission', says: 'A permission was deleted.' },
  'project.admin_signed_in': { about: 'environment', says: 'An administrator of a project signed in.' },
  'project.admin_signed_out': { about: 'environment', says: 'An administrator of a project signed out.' },
  'project.anon_key_created': { about: 'api_key', says: 'A key for clients without a user was made.' },
  'project.settings_changed': { about: 'environment', says: 'Settings of a project changed; `names` names them.' },
  'publishable_key.rotated': { about: 'environment', says: 'An environment has a new publishable key.' },
  'role.changed': { about: 'role', says: 'A role changed.' },
  'role.created': { about: 'role', says: 'A role was made.' },
  'role.deleted': { about: 'role', says: 'A role was deleted.' },
  'role.permission_removed': { about: 'role', says: 'A role lost a permission.' },
  'role.permissions_added': { about: 'role', says: 'A role got permissions.' },
  'second_factor.backup_code_used': { about: 'user', says: 'A backup code was used up.' },
  'second_factor.backup_codes': { about: 'user', says: 'A person made new backup codes.' },
  'second_factor.device_forgotten': {
    about: 'user',
    says: 'A person has one of their browsers asked for the second factor again.',
  },
  'second_factor.device_remembered': {
    about: 'user',
    says: 'A person has a browser not asked for the second factor for some days.',
  },
  'second_factor.failed': { about: 'user', says: 'A wrong code of the second factor was typed.' },
  'second_factor.locked_out': { about: 'user', says: 'Wrong codes used up `limit`: nobody may try for a while.' },
  'second_factor.off': { about: 'user', says: 'A person switched their second factor off.' },
  'second_factor.on': { about: 'user', says: 'A person switched a second factor on.' },
  'second_factor.taken': { about: 'user', says: 'Somebody’s second factors were taken away by an administrator.' },
  'secret.rotated': { about: 'secret', says: 'The operator sealed all anew with another secret.' },
  'session.authorization_code_reused': {
    about: 'session',
    says: 'An authorization code came twice: the session that it gave has ended.',
  },
  'session.refresh_answer_repeated': {
    about: 'session',
    says: 'A used refresh token came again, and nothing of its answer had been seen: it was given once more.',
  },
  'session.refresh_token_reused': {
    about: 'session',
    says: 'A used refresh token came again: somebody has a copy, and the session has ended.',
  },
  'session.revoked': { about: 'session', says: 'A session was ended from elsewhere.' },
  'sessions.ended': {
    about: 'tenant',
    says: 'The operator signed everybody out; `sessions` says how many sessions ended.',
  },
  'sessions.revoked': { about: 'user', says: 'A person ended all their sessions; `count` says how many.' },
  'signing_key.revoked': { about: 'signing_key', says: 'The operator revoked a signing key.' },
  'signing_key.rotated': { about: 'signing_key', says: 'The operator published a new signing key.' },
  'tenant.created': { about: 'tenant', says: 'A tenant was made.' },
  'tenant.settings_changed': { about: 'tenant', says: 'The tenant keeps other settings; `fields` names which.' },
  'user.address_changed': { about: 'user', says: 'A person has another address.' },
  'user.address_claimed': {
    about: 'user',
    says: 'The owner of an address took over the user that a stranger had made with it.',
  },
  'user.created': { about: 'user', says: 'An administrator made a user.' },
  'user.deleted': { about: 'user', says: 'A user was deleted.' },
  'user.email_verified': { about: 'user', says: 'A person proved their address.' },
  'user.made': { about: 'user', says: 'An application or a directory made a user.' },
  'user.password_changed': { about: 'user', says: 'A user has another password.' },
  'user.provider_linked': { about: 'user', says: 'An account at a `provider` was linked to a user.' },
  'user.provider_unlinked': { about: 'user', says: 'An account at a `provider` was taken from a user.' },
  'user.roles_assigned': { about: 'user', says: 'A user has other roles.' },
  'user.sign_up_declined': { about: 'user', says: 'The owner of an address declined a sign-up with it.' },
  'user.signed_in': { about: 'session', says: 'A person signed in, `by` what, on which `surface`.' },
  'user.signed_out': { about: 'session', says: 'A person signed out.' },
  'user.signed_up': { about: 'user', says: 'A person signed up.' },
  'user.taken_back': {
    about: 'user',
    says: 'The owner of an account said that a change was not theirs: it was taken back, and everybody signed out.',
  },
  'user.updated': { about: 'user', says: 'An administrator or a directory changed a user; `fields` names what.' },
  'users.exported': {
    about: 'environment',
    says: 'The operator took all users out; `withHashes` says whether with hashes.',
  },
  'users.imported': { about: 'environment', says: 'Users were brought in; `imported` and `updated` say how many.' },
  'webhook.changed': { about: 'webhook', says: 'A webhook changed; `fields` names what.' },
  'webhook.created': { about: 'webhook', says: 'A webhook was made.' },
  'webhook.deleted': { about: 'webhook', says: 'A webhook was deleted.' },
  'webhook.secret_renewed': { about: 'webhook', says: 'A webhook got a new secret.' },
} as const satisfies Readonly<Record<string, Audited>>

export type AuditAction = keyof typeof auditActions

/** Those that strangers can cause as often as they like. An index holds these alone: another one needs another index. */
export const failureActions = [
  'password.failed',
  'code.failed',
  'second_factor.failed',
] as const satisfies readonly AuditAction[]

export const auditActors = [
  'user',
  'administrator',
  'project_admin',
  'client',
  'secret_key',
  'registration_key',
  'operator',
  'nobody',
] as const

/** Who did something: as the credential proves it, or who proved themselves by it; `nobody` where nothing was proven. */
export type AuditActor = (typeof auditActors)[number]

/** What nobody proves themselves by, whomever it names. */
export const provesNobody = (action: AuditAction): boolean => /\.(failed|locked_out|\w+_reused)$/.test(action)

interface Event {
  readonly action: string
  readonly environmentId: string | null
  readonly userId: string | null
  readonly sessionId: string | null
  readonly data: JsonObject | null
}

/** What an event is about. An older version may have written actions that this one does not know. */
export const thingOf = ({
  action,
  environmentId,
  userId,
  sessionId,
  data,
}: Event): { kind: string; id: string | null } => {
  const kind = Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction].about : undefined
  if (kind === undefined) return { kind: action.split('.')[0] ?? action, id: null }
  const field = things[kind]
  const named = data?.[field === 'session' ? 'sessionId' : field === 'user' ? 'userId' : (field ?? '')]
  if (typeof named === 'string') return { kind, id: named }
  const own = { session: sessionId, user: userId, environment: environmentId } as const
  return { kind, id: field !== null && Object.hasOwn(own, field) ? own[field as keyof typeof own] : null }
}
