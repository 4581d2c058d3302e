// Which environment a browser means that comes without a key, and where it may be sent.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { isRedirectUrl } from '../../model/redirect-urls.ts'
import { type Application, findApplication, listApplications } from '../../storage/applications.ts'
import { listEnvironmentsOfTenant } from '../../storage/environments.ts'
import { findEnvironmentOfKey } from '../../storage/publishable-keys.ts'
import { findProject } from '../administration/project.ts'
import { stageOf } from './publishable-keys.ts'
import { isAllowedRedirect } from '../authorization/redirects.ts'

/** As it came: nothing of it is believed yet. */
export interface EntryAsked {
  readonly redirectUri: string
  /** A publishable key, the id of a tenant, or nothing: then the project's environment is meant. */
  readonly of: string | undefined
}

/**
 * The environment whose people may be sent to the redirect URI. Nobody looks through the lists of all tenants: whoever
 * registered the address of another tenant's app could take its sign-ins, or stand in their way. Of an application whose
 * environments share the address it is the live one; between two applications nobody chooses. Refuses with
 * `invalid_redirect_uri`, the same for what is unknown and for what is not registered.
 */
export const requireEntry = async (ctx: Context, { redirectUri, of }: EntryAsked): Promise<Environment> => {
  const found = isRedirectUrl(redirectUri, { isSandbox: ctx.sandbox !== null })
    ? (await entriesOf(ctx, of)).filter((entry) => isAllowedRedirect(redirectUrisOf(entry), redirectUri))
    : []
  const environments = found.map(({ environment }) => environment)
  if (new Set(environments.map(({ applicationId }) => applicationId)).size > 1) {
    throw new Failure(
      'invalid_redirect_uri',
      'More than one application has this redirect URI: name a publishable key.',
    )
  }
  const live = environments.filter(({ name }) => stageOf(name) === 'live')
  const [meant, ...others] = live.length > 0 ? live : environments
  if (!meant || others.length > 0) {
    throw new Failure(
      'invalid_redirect_uri',
      of === undefined ? 'It is not one of the project: name your publishable key as tenant_id.' : undefined,
    )
  }
  return meant
}

/** Whether people of the environment may still be sent there: lists change while somebody is at a provider. */
export const mayEnterAt = async (ctx: Context, environment: Environment, redirectUri: string): Promise<boolean> => {
  const entries = await withApplication(ctx, environment)
  return entries.some((entry) => isAllowedRedirect(redirectUrisOf(entry), redirectUri))
}

interface Entry {
  readonly environment: Environment
  readonly application: Application
}

const entriesOf = async (ctx: Context, of: string | undefined): Promise<readonly Entry[]> => {
  if (of === undefined) return withApplication(ctx, await findProject(ctx))
  if (of.startsWith('pk_')) return withApplication(ctx, await findEnvironmentOfKey(ctx.db, of, ctx.clock.now()))
  const applications = new Map((await listApplications(ctx.db, of)).map((application) => [application.id, application]))
  const environments = await listEnvironmentsOfTenant(ctx.db, of)
  return environments
    .map((environment) => ({ environment, application: applications.get(environment.applicationId) }))
    .filter(isOpen)
}

const withApplication = async (ctx: Context, environment: Environment | undefined): Promise<Entry[]> => {
  if (!environment) return []
  const application = await findApplication(ctx.db, environment.tenantId, environment.applicationId)
  return [{ environment, application }].filter(isOpen)
}

const isOpen = (entry: { environment: Environment; application: Application | undefined }): entry is Entry =>
  entry.environment.isActive && entry.application?.isActive === true

/** The environment's own list, and its application's. */
const redirectUrisOf = ({ environment, application }: Entry): string[] => [
  ...environment.settings.allowedRedirectUrls,
  ...(application.callbackUrls ?? []),
]
