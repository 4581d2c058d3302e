// An environment's own clients.
import type { ClientChanges, ClientWithSecret } from '../identity/clients/client-registry.ts'
import { emptyClient, withChanges } from '../identity/clients/client-registry.ts'
import {
  changeOwnClient,
  createOwnClient,
  deleteOwnClient,
  listOwnClients,
  renewOwnSecret,
} from '../identity/clients/own-clients.ts'
import type { Client } from '../model/client.ts'
import { findClient } from '../storage/clients.ts'
import { findEnvironment } from '../storage/environments.ts'
import type { Context } from '../context.ts'
import { type Action, type Given, misused, runActions, table } from './actions.ts'
import { requireName } from './names.ts'
import { asOperator, forTenant, withEnvironment } from './operator.ts'

const environment = {
  type: 'string',
  value: 'ID',
  isNeeded: true,
  about: 'the environment, by its id: countersign applications list shows them',
} as const

const settings = {
  name: { type: 'string', value: 'NAME', about: 'what the sign-in page calls it' },
  'redirect-uri': { type: 'string', value: 'URI', multiple: true, about: 'where codes may go, to the letter' },
  origin: { type: 'string', value: 'ORIGIN', multiple: true, about: 'an origin of its pages' },
  audience: { type: 'string', value: 'AUDIENCE', multiple: true, about: 'a resource server that its tokens are for' },
  scope: { type: 'string', value: 'SCOPE', multiple: true, about: 'a scope that it may ask for' },
  'default-scope': { type: 'string', value: 'SCOPE', multiple: true, about: 'one that it gets without asking' },
  'post-logout-redirect-uri': {
    type: 'string',
    value: 'URI',
    multiple: true,
    about: 'where people may go on to once they have signed out',
  },
} as const

const words = (given: Given, option: string): string[] | undefined =>
  given.texts(option)?.flatMap((text) => text.split(/\s+/).filter((word) => word !== ''))

/** Only what was said; one empty text empties a list. */
const changesOf = (given: Given): ClientChanges => {
  const name = given.text('name')?.trim()
  if (name !== undefined) requireName(name)
  const scopes = words(given, 'scope')
  const lists = {
    redirectUris: given.texts('redirect-uri'),
    allowedOrigins: given.texts('origin'),
    audiences: given.texts('audience'),
    scopes,
    defaultScopes: words(given, 'default-scope'),
  }
  const postLogoutRedirectUris = given.texts('post-logout-redirect-uri')
  return {
    ...(name !== undefined && { name }),
    ...Object.fromEntries(Object.entries(lists).filter(([, value]) => value !== undefined)),
    ...(postLogoutRedirectUris && { openid: { postLogoutRedirectUris } }),
  }
}

const toJson = (client: Client) => ({
  client_id: client.id,
  environment_id: client.environmentId,
  name: client.name,
  type: client.secretHash ? 'confidential' : 'public',
  redirect_uris: client.redirectUris,
  allowed_origins: client.allowedOrigins,
  audiences: client.audiences,
  scopes: client.scopes,
  default_scopes: client.defaultScopes,
  post_logout_redirect_uris: client.openid.postLogoutRedirectUris,
  is_active: client.isActive,
})

const sayWithSecret = ({ client, secret }: ClientWithSecret) => ({
  text: secret
    ? `${client.id}\n${secret}\nThe second line is its secret, which is not shown again.\n`
    : `${client.id}\n`,
  json: { ...toJson(client), client_secret: secret },
})

const actions: Readonly<Record<string, Action>> = {
  create: {
    about: 'Registers a client, and prints its secret this once.',
    options: {
      environment,
      ...settings,
      public: { type: 'boolean', about: 'it keeps no secret, as apps in browsers and on devices' },
    },
    run: (given) =>
      withEnvironment(given, async (ctx, { id, applicationId }) => {
        const changes = { name: 'Client', ...changesOf(given) }
        return sayWithSecret(
          await createOwnClient(ctx, applicationId, {
            environmentId: id,
            settings: withChanges(emptyClient, changes),
            isConfidential: !given.has('public'),
          }),
        )
      }),
  },
  list: {
    about: 'Shows the clients of an environment, oldest first. No secret is shown again.',
    options: { environment },
    run: (given) =>
      withEnvironment(given, async (ctx, { id, applicationId }) => {
        const found = await listOwnClients(ctx, applicationId, id)
        const rows = found.map(toJson).map((client) => [client.client_id, client.type, client.name])
        return { text: table(rows), json: { clients: found.map(toJson) } }
      }),
  },
  update: {
    about: 'Changes what is said of a client; a list that is said at all is all of it, and --origin "" empties one.',
    word: 'CLIENT',
    options: {
      ...settings,
      'renew-secret': { type: 'boolean', about: 'a new secret in place of the old one, which dies at once' },
      disable: { type: 'boolean', about: 'switch it off' },
      enable: { type: 'boolean', about: 'switch it on again' },
    },
    run: (given) =>
      withClient(given, async (ctx, applicationId, client) => {
        const isActive = given.has('enable') ? true : given.has('disable') ? false : undefined
        const changes = { ...changesOf(given), ...(isActive !== undefined && { isActive }) }
        if (Object.keys(changes).length === 0 && !given.has('renew-secret')) throw misused('Say what to change.')
        const changed = await changeOwnClient(ctx, applicationId, client.id, changes)
        if (given.has('renew-secret')) return sayWithSecret(await renewOwnSecret(ctx, applicationId, client.id))
        return { text: `Changed ${changed.id}.\n`, json: toJson(changed) }
      }),
  },
  delete: {
    about: 'Deletes a client, with the sessions that were signed in through it.',
    word: 'CLIENT',
    run: (given) =>
      withClient(given, async (ctx, applicationId, client) => {
        await deleteOwnClient(ctx, applicationId, client.id)
        return { text: `Deleted ${client.id}.\n`, json: { client_id: client.id } }
      }),
  },
}

const withClient = <T>(
  given: Given,
  work: (ctx: Context, applicationId: string, client: Client) => Promise<T>,
): Promise<T> =>
  asOperator(async (ctx) => {
    const client = await findClient(ctx.db, given.word)
    const of = client && (await findEnvironment(ctx.db, client.environmentId))
    if (!of) throw new Error(`There is no client "${given.word}": countersign clients list shows their ids.`)
    return work(forTenant(ctx, of.tenantId), of.applicationId, client)
  })

export const run = (args: readonly string[]): Promise<void> =>
  runActions('clients', "An environment's own clients: apps and machines that ask for tokens.", actions, args)
