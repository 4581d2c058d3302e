// Words for the app and platform surfaces: end users, administrators and what those run.
import { TOTP, Secret } from 'otpauth'
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import type { Founder, Makers } from './made-people.ts'
import { isAbsent } from '../requests/selection.ts'
import { type Mailbox, type Must, prove } from './mail.ts'
import { type Person, alice, demoApp, demoPlatform, keyed } from '../fixtures/people.ts'

export type { Founder }

export const dana = {
  email: 'dana@acme.test',
  password: 'correct horse battery',
  tenantName: 'Acme',
  tenantSlug: 'acme',
} as const
export const evan = { ...dana, email: 'evan@globex.test', tenantName: 'Globex', tenantSlug: 'globex' } as const

/** Who signs in at which surface, and where. */
export type Surface = 'app' | 'platform'

export interface SecondFactor {
  readonly secret: string
  readonly backupCodes: readonly string[]
}

type Bearer = Pick<Wire['TokenPair'], 'access_token'>

/** Somebody by their session alone: what else is known of them would be a request more. */
export type BackendCaller = Wire['SessionTokens'] & {
  readonly user: { readonly id: string; readonly email: string }
}

export type OrganizationMember = Wire['AppSignedIn'] & { readonly memberId: string }

export interface BackendSeeds {
  /** An end user of the environment that a publishable key names, who has proven their address, signed in. */
  appUser(person?: Person, publishableKey?: string): Promise<Wire['AppSignedIn']>
  /** The same, for cases that need no more of them than their session. */
  appCaller(person?: Person, publishableKey?: string): Promise<BackendCaller>
  /** The same, before anybody has proven the address. */
  appNewcomer(person?: Person, publishableKey?: string): Promise<Wire['AppSignedIn']>
  /** One more session of an end user. */
  appSession(person: Person): Promise<Wire['AppSignedIn']>
  /** An organization of that user. */
  organization(owner: Bearer, more?: Partial<Wire['CreateOrganization']>): Promise<Wire['Organization']>
  /** An end user, signed in, whom that owner adds to an organization. */
  organizationMember(owner: Bearer, orgId: string, person: Person, role: Wire['Role']): Promise<OrganizationMember>
  /** The one role that this user of the sandbox's application holds from now on: one that allows these, or all there is to allow. */
  role(
    user: { readonly user: { readonly id: string } },
    permissions: readonly string[] | 'all',
    more?: Partial<Wire['CreateAppRole']>,
  ): Promise<string>
  /** The owner of a new tenant, before anybody has proven the address. */
  newAdministrator(person?: Founder): Promise<Wire['PlatformRegistered']>
  /** The owner of a new tenant, who has proven their address, signed in. */
  administrator(person?: Founder): Promise<Wire['PlatformRegistered']>
  /** The same, for cases that need no more of them than their session. */
  platformCaller(person?: Founder): Promise<BackendCaller>
  /** An application of that administrator's tenant. */
  application(administrator: Bearer, more?: Partial<Wire['CreateApplication']>): Promise<Wire['Application']>
  /** Switches a second factor on for whoever holds the token. */
  secondFactor(surface: Surface, bearer: string): Promise<SecondFactor>
  /** A code that is good now, or so many steps of 30 seconds from now. */
  totp(secret: string, steps?: number): Promise<string>
}

/** What a request of a signed-in end user carries. */
export const asUser = ({ access_token }: Bearer) => at('app', access_token)

/** Headers and bearer of somebody at a surface. */
export const at = (surface: Surface, bearer: string) => ({ bearer, ...(surface === 'app' && { headers: keyed() }) })

/** Moves the clock of the sandbox, and reads it. */
export const moveClock = async (must: Must, advance: number): Promise<number> => {
  const { body } = await must('service.moveClock', { body: { advance } })
  return Date.parse((body as Wire['SandboxClock']).now)
}

/** What each that was made is called. */
let roles = 0

export const backendSeeds = (must: Must, mail: Mailbox, { make, found }: Makers): BackendSeeds => {
  const now = () => moveClock(must, 1)
  const totp = async (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: (await now()) + steps * 30_000 })
  const appNewcomer: BackendSeeds['appNewcomer'] = async (person = alice, publishableKey) => {
    const answer = await must('app.register', { headers: keyed(publishableKey), body: person })
    return answer.body as Wire['AppSignedIn']
  }
  const appCaller: BackendSeeds['appCaller'] = async (person = alice, publishableKey) => {
    const isOfSandbox = keyed(publishableKey)['x-publishable-key'] === demoApp.publishableKey
    const made = isOfSandbox ? await make('app', person) : undefined
    if (made) return made
    const user = await appNewcomer(person, publishableKey)
    const { token } = await mail(person.email, 'verify_email_link')
    await must('app.verifyEmail', { headers: keyed(publishableKey), body: { token: token ?? '' } })
    return user
  }
  const appUser: BackendSeeds['appUser'] = async (person = alice, publishableKey) => {
    const made = await appCaller(person, publishableKey)
    const { body } = await must('app.getMe', { headers: keyed(publishableKey), bearer: made.access_token })
    return { roles: [], permissions: [], ...made, user: (body as Wire['AppUserAnswer']).data }
  }
  const role: BackendSeeds['role'] = async (user, permissions, more = {}) => {
    const bearer = ((await must('platform.login', { body: demoPlatform })).body as Wire['TokenPair']).access_token
    const { applicationId: appId, environmentId } = demoApp
    const userId = user.user.id
    const at = { bearer, path: { appId } }
    const query = { environmentId }
    let roleId = ''
    if (permissions === 'all') {
      const all = ((await must('platform.listAppRoles', { ...at, query })).body as Wire['ApplicationRoleList']).data
      roleId = all.find(({ isSystem }) => isSystem)?.id ?? ''
    } else {
      const known = ((await must('platform.listAppPermissions', { ...at, query })).body as Wire['PermissionList']).data
      const body = { name: `role ${(roles += 1)}`, environmentId, ...more }
      roleId = ((await must('platform.createAppRole', { ...at, body })).body as Wire['ApplicationRoleAnswer']).data.id
      const permissionIds = known
        .filter(({ resource, action }) => permissions.includes(`${resource}:${action}`))
        .map(({ id }) => id)
      await must('platform.assignAppRolePermissions', { bearer, path: { appId, roleId }, body: { permissionIds } })
    }
    await must('platform.assignAppUserRoles', { bearer, path: { appId, userId }, body: { roleIds: [roleId] } })
    return roleId
  }
  const newAdministrator: BackendSeeds['newAdministrator'] = async (person = dana) =>
    (await must('platform.register', { body: person })).body as Wire['PlatformRegistered']
  const provenAdministrator: BackendSeeds['newAdministrator'] = async (person = dana) => {
    const registered = await newAdministrator(person)
    await prove(must, mail, person.email)
    return registered
  }
  return {
    appUser,
    appCaller,
    appNewcomer,
    organization: async (owner, more = {}) => {
      const body = { name: 'Acme', slug: 'acme', ...more }
      const answer = await must('app.createOrganization', { ...asUser(owner), body })
      return (answer.body as Wire['OrganizationAnswer']).data
    },
    organizationMember: async (owner, orgId, person, role) => {
      const member = await appUser(person)
      const body = { userId: member.user.id, role }
      const answer = await must('app.addOrgMember', { ...asUser(owner), path: { orgId }, body })
      return { ...member, memberId: (answer.body as Wire['OrganizationMemberAnswer']).data.id }
    },
    appSession: async (person) =>
      (await must('app.login', { headers: keyed(), body: person })).body as Wire['AppSignedIn'],
    role,
    newAdministrator,
    administrator: async (person = dana) => {
      const made = isAbsent('platform.getMe') ? undefined : await found(person)
      if (!made) return provenAdministrator(person)
      const me = (await must('platform.getMe', { bearer: made.access_token })).body as Wire['PlatformUserAnswer']
      const { roles, permissions } = me.data
      const { plan: _, ...tenant } = me.data.tenant
      return { ...made, roles, permissions, user: me.data, tenant }
    },
    platformCaller: async (person = dana) => (await found(person)) ?? provenAdministrator(person),
    application: async ({ access_token }, more = {}) => {
      const body = { name: 'Shop', slug: 'shop', ...more }
      const answer = await must('platform.createApplication', { bearer: access_token, body })
      return (answer.body as Wire['ApplicationAnswer']).data
    },
    secondFactor: async (surface, bearer) => {
      const sent = at(surface, bearer)
      const { data } = (await must(`${surface}.enableMfa`, sent)).body as Wire['MfaSetupAnswer']
      const code = await totp(data.secret)
      const { body } = await must(`${surface}.verifyMfaSetup`, { ...sent, body: { code } })
      return { secret: data.secret, backupCodes: (body as Wire['BackupCodesAnswer']).data.backup_codes }
    },
    totp,
  }
}

const exampleApplication = exampleOf('platform.getApplication', 200, 'application') as Wire['ApplicationAnswer']

const exampleUser = exampleOf('app.register', 200, 'registered') as Wire['AppSignedIn']
const exampleOrganization = exampleOf('app.getOrganization', 200, 'organization') as Wire['OrganizationAnswer']
const exampleMember = exampleOf('app.updateOrgMember', 200, 'member') as Wire['OrganizationMemberAnswer']

export const mockBackendSeeds: BackendSeeds = {
  appUser: () => Promise.resolve(exampleUser),
  appCaller: () => Promise.resolve(exampleUser),
  organization: () => Promise.resolve(exampleOrganization.data),
  organizationMember: () => Promise.resolve({ ...exampleUser, memberId: exampleMember.data.id }),
  appNewcomer: () => Promise.resolve(exampleUser),
  appSession: () => Promise.resolve(exampleOf('app.login', 200, 'signed_in') as Wire['AppSignedIn']),
  role: () => Promise.resolve((exampleOf('app.getRole', 200, 'role') as Wire['ApplicationRoleAnswer']).data.id),
  newAdministrator: () =>
    Promise.resolve(exampleOf('platform.register', 200, 'registered') as Wire['PlatformRegistered']),
  administrator: () => Promise.resolve(exampleOf('platform.register', 200, 'registered') as Wire['PlatformRegistered']),
  platformCaller: () =>
    Promise.resolve(exampleOf('platform.register', 200, 'registered') as Wire['PlatformRegistered']),
  application: () => Promise.resolve(exampleApplication.data),
  secondFactor: () => Promise.resolve({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', backupCodes: ['5e884-89bcd'] }),
  totp: () => Promise.resolve('287082'),
}

/** The id of an application's environment, by its name. */
export const stageOf = ({ environments }: Wire['Application'], name = 'development') =>
  environments.find((environment) => environment.name === name)!

/** An administrator who has not proven their address, with an application. */
export const newcomersShop = async (seeds: BackendSeeds) => {
  const owner = await seeds.newAdministrator(dana)
  const app = await seeds.application(owner)
  return { bearer: owner.access_token, app, stage: stageOf(app), path: { appId: app.id } }
}
