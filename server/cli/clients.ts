// An environment's own clients.
import { readFileSync } from 'node:fs'
import type { ClientWithSecret } from '../identity/clients/client-registry.ts'
import type { ClientChanges } from '../identity/clients/client-settings.ts'
import { emptyClient, withChanges } from '../identity/clients/client-settings.ts'
import {
  changeOwnClient,
  createOwnClient,
  deleteOwnClient,
  listOwnClients,
  renewOwnSecret,
} from '../identity/clients/own-clients.ts'
import { type Client, isConfidential } from '../model/client.ts'
import { findClient } from '../storage/clients.ts'
import { findEnvironment } from '../storage/environments.ts'
import { fromClientMetadata, toClientMetadata } from '../surfaces/client-metadata.ts'
import type { Wire } from '../surfaces/handle.ts'
import type { Context } from '../context.ts'
import { type Action, type Given, misused, runActions, table } from './actions.ts'
import { requireBody, sayingOptions } from './body.ts'
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
  'access-token-seconds': {
    type: 'string',
    value: 'SECONDS',
    about: 'how long its access tokens live; "" is the usual',
  },
  'refresh-token-seconds': {
    type: 'string',
    value: 'SECONDS',
    about: 'how long its refresh tokens live unused; "" is the usual',
  },
  openid: {
    type: 'string',
    value: 'FILE',
    about: 'a JSON file with more of what it is: keys, algorithms, logout, in the words of RFC 7591',
  },
} as const

const words = (given: Given, option: string): string[] | undefined =>
  given.texts(option)?.flatMap((text) => text.split(/\s+/).filter((word) => word !== ''))

const optionOf = {
  environmentId: 'environment',
  name: 'name',
  redirectUris: 'redirect-uri',
  allowedOrigins: 'origin',
  audiences: 'audience',
  scopes: 'scope',
  defaultScopes: 'default-scope',
  postLogoutRedirectUris: 'post-logout-redirect-uri',
  accessTokenSeconds: 'access-token-seconds',
  refreshTokenSeconds: 'refresh-token-seconds',
  openid: 'openid',
} as const

/** Null for an empty text. What is no number is left for the contract to refuse. */
const seconds = (given: Given, option: string): number | null | undefined => {
  const said = given.text(option)?.trim()
  return said === undefined ? undefined : said === '' ? null : Number(said)
}

const metadata = (given: Given): Wire['ClientMetadata'] | undefined => {
  const file = given.text('openid')
  if (file === undefined) return undefined
  try {
    // What is in it is held to the contract before anything is done.
    return JSON.parse(readFileSync(file, 'utf8')) as Wire['ClientMetadata']
  } catch (error) {
    throw misused(`--openid ${file}: ${error instanceof SyntaxError ? 'is no JSON' : 'cannot be read'}.`)
  }
}

/** Only what was said; one empty text empties a list. */
const saidOf = (given: Given) => {
  const said = {
    name: given.text('name')?.trim(),
    redirectUris: given.texts('redirect-uri'),
    allowedOrigins: given.texts('origin'),
    audiences: given.texts('audience'),
    scopes: words(given, 'scope'),
    defaultScopes: words(given, 'default-scope'),
    postLogoutRedirectUris: given.texts('post-logout-redirect-uri'),
    accessTokenSeconds: seconds(given, 'access-token-seconds'),
    refreshTokenSeconds: seconds(given, 'refresh-token-seconds'),
    openid: metadata(given),
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<typeof said>
}

const toChanges = ({ postLogoutRedirectUris, openid, ...said }: ReturnType<typeof saidOf>): ClientChanges => ({
  ...said,
  openid: fromClientMetadata({
    ...openid,
    ...(postLogoutRedirectUris && { post_logout_redirect_uris: postLogoutRedirectUris }),
  }),
})

const toJson = (client: Client) => ({
  client_id: client.id,
  environment_id: client.environmentId,
  name: client.name,
  type: isConfidential(client) ? 'confidential' : 'public',
  redirect_uris: client.redirectUris,
  allowed_origins: client.allowedOrigins,
  audiences: client.audiences,
  scopes: client.scopes,
  default_scopes: client.defaultScopes,
  access_token_seconds: client.accessTokenSeconds,
  refresh_token_seconds: client.refreshTokenSeconds,
  ...toClientMetadata(client.openid),
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
        const said = { name: 'Client', ...saidOf(given) }
        requireBody('platform.createAppClient', { environmentId: id, ...said }, optionOf)
        const made = createOwnClient(ctx, applicationId, {
          environmentId: id,
          settings: withChanges(emptyClient, toChanges(said)),
          keepsSecrets: !given.has('public'),
        })
        return sayWithSecret(await sayingOptions(optionOf, made))
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
        if (given.has('enable') && given.has('disable')) throw misused('Say one of --enable and --disable.')
        const isActive = given.has('enable') ? true : given.has('disable') ? false : undefined
        const flag = isActive === undefined ? {} : { isActive }
        const said = saidOf(given)
        const saysNothing = Object.keys({ ...said, ...flag }).length === 0
        if (given.has('renew-secret')) {
          if (!saysNothing) throw misused('--renew-secret changes nothing else: say the other change by itself.')
          return sayWithSecret(await renewOwnSecret(ctx, applicationId, client.id))
        }
        if (saysNothing) throw misused('Say what to change.')
        requireBody('platform.updateAppClient', { ...said, ...flag }, optionOf)
        const change = changeOwnClient(ctx, applicationId, client.id, { ...toChanges(said), ...flag })
        const changed = await sayingOptions(optionOf, change)
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
