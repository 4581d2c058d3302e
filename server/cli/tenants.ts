// The operator's tenants.
import { createTenant, listTenants } from '../identity/administration/tenants.ts'
import type { Tenant } from '../storage/tenants.ts'
import { type Action, runActions, table } from './actions.ts'
import { requirePartOfBody } from './body.ts'
import { nameAndSlug } from './names.ts'
import { asOperator } from './operator.ts'

const toJson = ({ id, name, slug, plan, isActive, createdAt }: Tenant) => ({
  tenant_id: id,
  name,
  slug,
  plan,
  is_active: isActive,
  created_at: new Date(createdAt).toISOString(),
})

const actions: Readonly<Record<string, Action>> = {
  create: {
    about: 'Makes a tenant. Nobody administers it until countersign admins create or invite.',
    options: {
      name: { type: 'string', value: 'NAME', isNeeded: true, about: 'its name, for people' },
      slug: { type: 'string', value: 'SLUG', about: 'its name in addresses, as acme-web; made of the name without' },
    },
    run: (given) =>
      asOperator(async (ctx) => {
        const names = nameAndSlug(given)
        // Whoever registers a tenant over HTTP says who they are, too.
        const said = { tenantName: names.name, tenantSlug: names.slug }
        requirePartOfBody('platform.register', said, { tenantName: 'name', tenantSlug: 'slug' })
        const tenant = await createTenant(ctx, names)
        return { text: `Made the tenant ${tenant.slug}: ${tenant.id}\n`, json: toJson(tenant) }
      }),
  },
  list: {
    about: 'Shows all tenants, by slug.',
    run: () =>
      asOperator(async (ctx) => {
        const tenants = await listTenants(ctx)
        const rows = tenants.map(({ id, slug, name, isActive }) => [id, slug, isActive ? name : `${name} (off)`])
        return { text: table(rows), json: { tenants: tenants.map(toJson) } }
      }),
  },
}

export const run = (args: readonly string[]): Promise<void> =>
  runActions('tenants', 'Tenants: whose applications, people and administrators these are.', actions, args)
