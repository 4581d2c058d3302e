// Whose pages may ask, and read what is answered: one rule for each kind of surface.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { isLoopbackOrigin, originOf } from '../../model/origins.ts'
import type { OriginRules as Rules } from '../../request-context.ts'
import { findApplication } from '../../storage/applications.ts'
import { isOriginOfEnvironment, isOriginOfSomeEnvironment, isRegisteredOrigin } from '../../storage/clients.ts'
import { findProject } from '../administration/project.ts'

type OriginRules = Rules<Context>
type Rule = OriginRules['mayRead']

/** Whom the operator lets ask for everything; in the sandbox whatever this machine serves: it is where apps are built. */
const isAllowedHere = ({ config, sandbox }: Pick<Context, 'config' | 'sandbox'>, origin: string): boolean =>
  config.allowedOrigins.includes(origin) || (sandbox !== null && isLoopbackOrigin(origin))

const orAllowedHere =
  (rule: Rule): Rule =>
  async (ctx, origin) =>
    isAllowedHere(ctx, origin) || rule(ctx, origin)

const allowing = ({ isKnown, mayPreflight, mayAct, mayRead }: OriginRules): OriginRules => ({
  isKnown: orAllowedHere(isKnown),
  mayPreflight: orAllowedHere(mayPreflight),
  mayAct: orAllowedHere(mayAct),
  mayRead: orAllowedHere(mayRead),
})

const isOfAnyClient: Rule = (ctx, origin) => isRegisteredOrigin(ctx.db, origin)

/**
 * A client's origins count for its own requests alone: anybody may register one. A session that began without a client
 * belongs to our own pages. Before a client is known, only pages of the environments' own clients read anything.
 */
export const originsOfClients: OriginRules = allowing({
  isKnown: isOfAnyClient,
  mayPreflight: isOfAnyClient,
  mayAct: async (ctx, origin) => (ctx.client ? isOriginOf(ctx.client, origin) : ctx.caller.kind !== 'user'),
  mayRead: async (ctx, origin) => {
    if (ctx.client) return isOriginOf(ctx.client, origin)
    return ctx.caller.kind !== 'user' && isOriginOfSomeEnvironment(ctx.db, origin)
  },
})

const isOfNamedEnvironment: Rule = async (ctx, origin) =>
  ctx.environment ? isOfEnvironment(ctx, ctx.environment, origin) : isOfProjectOrClients(ctx, origin)

/** The pages of an environment's apps. The publishable key that names it is not known before the request is read. */
export const originsOfEnvironments: OriginRules = allowing({
  isKnown: async () => true,
  mayPreflight: isOfNamedEnvironment,
  mayAct: isOfNamedEnvironment,
  mayRead: isOfNamedEnvironment,
})

/** Where nothing of a request makes a difference. */
const always = (rule: Rule): OriginRules => allowing({ isKnown: rule, mayPreflight: rule, mayAct: rule, mayRead: rule })

const isOfProject: Rule = async (ctx, origin) => {
  const project = await findProject(ctx)
  return project !== undefined && isOfEnvironment(ctx, project, origin)
}

/** The pages of the project's apps. */
export const originsOfProject: OriginRules = always(isOfProject)

const isOfClients: Rule = (ctx, origin) => isOriginOfSomeEnvironment(ctx.db, origin)

/** What belongs to no environment: the pages that some environment's own clients vouch for. */
export const originsOfService: OriginRules = always(isOfClients)

/** Its own clients' pages, and those that its sign-ins may end at. */
const isOfEnvironment = async (ctx: Context, environment: Environment, origin: string): Promise<boolean> => {
  if (await isOriginOfEnvironment(ctx.db, environment.id, origin)) return true
  const isHere = (url: string) => originOf(url) === origin
  if (environment.settings.allowedRedirectUrls.some(isHere)) return true
  const application = await findApplication(ctx.db, environment.tenantId, environment.applicationId)
  return (application?.callbackUrls ?? []).some(isHere)
}

const isOfProjectOrClients: Rule = async (ctx, origin) =>
  (await isOfClients(ctx, origin)) || (await isOfProject(ctx, origin))

const isOriginOf = ({ allowedOrigins }: Pick<Client, 'allowedOrigins'>, origin: string): boolean =>
  allowedOrigins.includes(origin)

/** Where this service's own pages are. */
export const isOwnOrigin = ({ config }: Pick<Context, 'config'>, origin: string): boolean =>
  origin === originOf(config.publicUrl)

/**
 * Whether a page may use passkeys of the environment's people: ours, the client's, or without one those of the environment's apps. An
 * app for Android, which has no page, may where the operator says so.
 */
export const mayUsePasskeys = async (
  ctx: Context,
  { environment, client }: { environment: Environment; client: Client | null },
  origin: string,
): Promise<boolean> => {
  if (ctx.origin !== null && ctx.origin !== origin) return false
  if (isOwnOrigin(ctx, origin) || isAllowedHere(ctx, origin) || ctx.config.passkeyApps.includes(origin)) return true
  return client ? isOriginOf(client, origin) : isOfEnvironment(ctx, environment, origin)
}

/** Refuses a page that the client was not registered for. No Origin header means no browser page. */
export const requireOrigin = (ctx: Context, client: Pick<Client, 'allowedOrigins'>): void => {
  const { origin } = ctx
  if (origin !== null && !isOwnOrigin(ctx, origin) && !isAllowedHere(ctx, origin) && !isOriginOf(client, origin)) {
    throw new Failure('origin_not_allowed')
  }
}
