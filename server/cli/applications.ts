// A tenant's applications and their environments.
import {
  type Staged,
  createApplication,
  deleteApplication,
  listApplications,
  updateApplication,
} from '../identity/administration/applications.ts'
import { type Action, type Given, runActions, table } from './actions.ts'
import { requireBody, saidOnly } from './body.ts'
import { nameAndSlug } from './names.ts'
import { withTenant } from './operator.ts'

const tenant = { type: 'string', value: 'TENANT', isNeeded: true, about: 'the tenant, by slug or id' } as const

const toJson = ({ application, stages }: Staged) => ({
  application_id: application.id,
  tenant_id: application.tenantId,
  name: application.name,
  slug: application.slug,
  is_active: application.isActive,
  callback_urls: application.callbackUrls ?? [],
  environments: stages.map(({ environment, publishableKey }) => ({
    environment_id: environment.id,
    id: environment.id,
    name: environment.name,
    publishable_key: publishableKey,
    is_active: environment.isActive,
  })),
})

const toText = ({ application, stages }: Staged): string =>
  `${application.slug}  ${application.id}\n${table(
    stages.map(({ environment, publishableKey }) => [`  ${environment.name}`, environment.id, publishableKey]),
  )}`

const actions: Readonly<Record<string, Action>> = {
  create: {
    about: 'Makes an application with two environments, development and production, and a publishable key for each.',
    options: {
      tenant,
      name: { type: 'string', value: 'NAME', isNeeded: true, about: 'its name, for people' },
      slug: { type: 'string', value: 'SLUG', about: 'its name in addresses, as acme-web; made of the name without' },
      'callback-url': {
        type: 'string',
        value: 'URL',
        multiple: true,
        about: 'where people may be sent after signing in at a provider',
      },
    },
    run: (given) =>
      withTenant(given, async (ctx) => {
        const nothing = { domain: null, homeUrl: null, settings: null, authConfig: null }
        const names = nameAndSlug(given)
        const callbackUrls = given.texts('callback-url') ?? null
        const options = { name: 'name', slug: 'slug', callbackUrls: 'callback-url' }
        requireBody('platform.createApplication', saidOnly({ ...names, callbackUrls }), options)
        const made = await createApplication(ctx, { ...nothing, ...names, callbackUrls })
        return { text: toText(made), json: toJson(made) }
      }),
  },
  list: {
    about: 'Shows the applications of a tenant, with the ids and publishable keys of their environments.',
    options: { tenant },
    run: (given) =>
      withTenant(given, async (ctx) => {
        const found = await listApplications(ctx)
        return { text: found.map(toText).join(''), json: { applications: found.map(toJson) } }
      }),
  },
  disable: {
    about: 'Switches an application off: it answers nobody but its administrators.',
    word: 'APPLICATION',
    options: { tenant },
    run: (given) => switchTo(given, false),
  },
  enable: {
    about: 'Switches an application on again.',
    word: 'APPLICATION',
    options: { tenant },
    run: (given) => switchTo(given, true),
  },
  delete: {
    about: 'Deletes an application with all that is in it. There is no way back.',
    word: 'APPLICATION',
    options: { tenant, yes: { type: 'boolean', isNeeded: true, about: 'say that you mean it' } },
    run: (given) =>
      withTenant(given, async (ctx) => {
        const { application } = await requireNamed(await listApplications(ctx), given.word)
        await deleteApplication(ctx, application.id)
        return { text: `Deleted ${application.slug}.\n`, json: { application_id: application.id } }
      }),
  },
}

const switchTo = (given: Given, isActive: boolean) =>
  withTenant(given, async (ctx) => {
    const { application } = await requireNamed(await listApplications(ctx), given.word)
    const changed = await updateApplication(ctx, application.id, { isActive })
    return { text: `${application.slug} is ${isActive ? 'on' : 'off'}.\n`, json: toJson(changed) }
  })

const requireNamed = async (all: readonly Staged[], named: string): Promise<Staged> => {
  const found = all.find(({ application }) => application.id === named || application.slug === named)
  if (!found) throw new Error(`The tenant has no application "${named}": countersign applications list shows them.`)
  return found
}

export const run = (args: readonly string[]): Promise<void> =>
  runActions('applications', 'Applications of a tenant: what people sign in to.', actions, args)
