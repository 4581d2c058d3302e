// Who administers a tenant.
import {
  type TenantAdministrator,
  addAdministrator,
  listAdministrators,
  setAdministratorPassword,
} from '../identity/administration/administrators-of-tenant.ts'
import { inviteAdministrator } from '../identity/administration/administrator-invitations.ts'
import { removeAdministrator, removeAdministratorFactors } from '../identity/administration/remove-administrators.ts'
import { canonicalEmail } from '../model/email.ts'
import { type Action, type Given, runActions, table } from './actions.ts'
import { requireBody, saidOnly } from './body.ts'
import { readPassword, requirePublicUrl, withTenant } from './operator.ts'

const tenant = { type: 'string', value: 'TENANT', isNeeded: true, about: 'the tenant, by slug or id' } as const
const email = { type: 'string', value: 'EMAIL', isNeeded: true, about: 'the address of the administrator' } as const
const names = {
  'first-name': { type: 'string', value: 'NAME', about: 'given name' },
  'last-name': { type: 'string', value: 'NAME', about: 'family name' },
} as const

const passwordStdin = { type: 'boolean', isNeeded: true, about: 'the password is read from standard input' } as const

const namesOf = (given: Given) => {
  const said = {
    email: given.needed('email'),
    firstName: given.text('first-name') ?? null,
    lastName: given.text('last-name') ?? null,
  }
  const options = { email: 'email', firstName: 'first-name', lastName: 'last-name' }
  requireBody('platform.inviteMember', saidOnly(said), options)
  return said
}

const toJson = ({ user, administrator }: TenantAdministrator) => ({
  user_id: user.id,
  tenant_id: administrator.tenantId,
  email: user.email,
  role: administrator.role,
  status: user.passwordHash === null ? 'invited' : 'active',
})

const actions: Readonly<Record<string, Action>> = {
  create: {
    about: 'Makes an administrator with a first password, who can sign in at once.',
    options: { tenant, email, ...names, 'password-stdin': passwordStdin },
    run: async (given) => {
      const password = await readPassword(given)
      return withTenant(given, async (ctx, { slug }) => {
        const made = await addAdministrator(ctx, { ...namesOf(given), password })
        return { text: `Made ${made.user.email} an administrator of ${slug}: ${made.user.id}\n`, json: toJson(made) }
      })
    },
  },
  invite: {
    about: 'Makes an administrator and mails a link, good for seven days, by which they choose a password.',
    options: { tenant, email, ...names },
    run: (given) =>
      withTenant(given, async (ctx, { slug }) => {
        requirePublicUrl(ctx)
        const made = await inviteAdministrator(ctx, namesOf(given))
        const json = { ...toJson(made), mailed: made.isMailed }
        if (made.isMailed) return { text: `Invited ${made.user.email} to ${slug}. The service mails the link.\n`, json }
        const held =
          'No link is mailed: the address has had as many mails as it may for now. A link from before stays good; invite again later.'
        return { text: `${made.user.email} is invited to ${slug}. ${held}\n`, json }
      }),
  },
  list: {
    about: 'Shows the administrators of a tenant, oldest first.',
    options: { tenant },
    run: (given) =>
      withTenant(given, async (ctx) => {
        const found = await listAdministrators(ctx)
        const rows = found.map(toJson).map(({ user_id, email: address, status }) => [user_id, address, status])
        return { text: table(rows), json: { administrators: found.map(toJson) } }
      }),
  },
  remove: {
    about: 'Removes an administrator, with their sessions. The last one of a tenant stays.',
    options: { tenant, email },
    run: (given) => change(given, removeAdministrator, 'is no administrator any more'),
  },
  'set-password': {
    about:
      'Gives an administrator who has lost theirs another password. Their sessions end, and they hear of it by mail.',
    options: { tenant, email, 'password-stdin': passwordStdin },
    run: async (given) => {
      const password = await readPassword(given)
      return change(given, (ctx, id) => setAdministratorPassword(ctx, id, password), 'has another password')
    },
  },
  'reset-mfa': {
    about: 'Takes the second factors of an administrator away who has lost theirs. They hear of it by mail.',
    options: { tenant, email },
    run: (given) => change(given, removeAdministratorFactors, 'has no second factor any more'),
  },
}

const change = (given: Given, work: typeof removeAdministrator, said: string) =>
  withTenant(given, async (ctx, { slug }) => {
    const address = canonicalEmail(given.needed('email'))
    const found = (await listAdministrators(ctx)).find(({ user }) => user.email === address)
    if (!found) throw new Error(`${given.needed('email')} is no administrator of ${slug}.`)
    await work(ctx, found.user.id)
    return { text: `${found.user.email} ${said}.\n`, json: { user_id: found.user.id, email: found.user.email } }
  })

export const run = (args: readonly string[]): Promise<void> =>
  runActions('admins', 'Administrators of a tenant, who use the platform surface.', actions, args)
