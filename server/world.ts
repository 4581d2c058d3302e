// Opens the world: everything that lives as long as the process, and how to end it.
import { readFileSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Express } from 'express'
import type { Logger } from 'pino'
import type { ErrorCode } from '../generated/errors.ts'
import type { Config } from './config.ts'
import type { Context, World } from './context.ts'
import { type Checks, readContract } from './http/contract.ts'
import { type AppParts, type RefusalForPeople, createApp } from './http/create-app.ts'
import type { Document } from './http/document.ts'
import type { Examples } from './http/prefer.ts'
import { type FindExample, readExamples } from './http/examples.ts'
import { spendCall } from './identity/limits/call-limits.ts'
import { ensureConsole } from './identity/sign-in/console.ts'
import { requireDatabaseMode } from './operations/database-mode.ts'
import { findPlaceOfRefusal } from './identity/clients/brands.ts'
import { requireConfiguredProject } from './identity/administration/project.ts'
import { openSecrets } from './identity/administration/service-secret.ts'
import { sandboxAdminIssuer } from './identity/administration/project-admin.ts'
import { createFaults } from './sandbox/faults.ts'
import { createRequestLog } from './sandbox/requests.ts'
import { ensureSandbox } from './sandbox/sandbox.ts'
import { dpopNonceOf } from './identity/sessions/key-possession.ts'
import { openKeyring } from './identity/sessions/signing-keys.ts'
import type { Keyring } from './outside/keyring.ts'
import { createAdminCodes } from './outside/admin-codes.ts'
import { createCallMeter } from './outside/call-meter.ts'
import { createClientKeys } from './outside/client-keys.ts'
import { type Clock, movableClock, systemClock } from './outside/clock.ts'
import { createGuardedFetch } from './outside/guarded-fetch.ts'
import { createIds } from './outside/ids.ts'
import { createMetrics } from './outside/metrics.ts'
import { sandboxMailer, smtpMailer } from './outside/mailer.ts'
import { passwordStrength } from './outside/password-strength.ts'
import { createPasswords } from './outside/passwords.ts'
import { openProviders } from './outside/providers/connections.ts'
import { sha256 } from './outside/secrets.ts'
import { loadAssets } from './pages/assets.ts'
import { pagePolicy } from './pages/content-security.ts'
import { messagePage } from './pages/message.ts'
import { type OpenDatabase, isUnavailable, openDatabase } from './storage/database.ts'
import { migrate, requireCurrentSchema } from './storage/migrate.ts'
import { account } from './surfaces/account/index.ts'
import { brandedPage } from './surfaces/branded-pages.ts'
import { app as appSurface } from './surfaces/app/index.ts'
import { oauth } from './surfaces/oauth/index.ts'
import { platform } from './surfaces/platform/index.ts'
import { project } from './surfaces/project/index.ts'
import { service } from './surfaces/service/index.ts'

export interface Opened {
  readonly world: World
  readonly app: Express
  /** Of every operation, by its id. */
  readonly checks: ReadonlyMap<string, Checks>
  /** How busy the connections to the database are; null where there is one alone. */
  readonly states: OpenDatabase['states']
  /** Reads the dictionaries and compiles the whole contract, one operation at a time: requests in between do not wait. */
  warm(): Promise<void>
  /** From now on: not ready, and no new work in the background. */
  drain(): void
  close(): Promise<void>
}

/** All that the service speaks. */
export const surfaces = { account, app: appSurface, oauth, platform, project, service }

/** What may stand in a world's pipeline instead of the service's own. */
export type OtherParts = Partial<Pick<AppParts<Context>, 'surfaces'> & Pick<Examples<Context>, 'finish'>>

/** The world without what answers requests. */
export interface OpenedWorld {
  readonly world: World
  readonly published: Document
  readonly findExample: FindExample
  readonly states: OpenDatabase['states']
  drain(): void
  close(): Promise<void>
}

/**
 * Opens what lives as long as the process, on a database of this program's schema: brought to it where `migrating`, else
 * refused where it has another. Throws with a sentence when it cannot.
 */
export const openWorldOnly = async (
  config: Config,
  log: Logger,
  { migrating }: { readonly migrating: boolean },
): Promise<OpenedWorld> => {
  const database = await openDatabase(config.databaseUrl, log, undefined, config.poolSize, { mustExist: !migrating })
  try {
    await (migrating ? migrate(database.db) : requireCurrentSchema(database.db))
    return await openOn(database, config, log)
  } catch (error) {
    await database.close()
    throw error
  }
}

const openOn = async (database: OpenDatabase, config: Config, log: Logger): Promise<OpenedWorld> => {
  const sandboxClock = config.mode === 'sandbox' ? movableClock() : null
  const clock = sandboxClock ?? systemClock
  // Before its keys are opened: the sandbox's secret is not the one to set.
  await requireDatabaseMode({ config, db: database.db, clock })
  const secrets = await openSecrets({ db: database.db, clock }, config)
  const smtp = config.smtpUrl ? smtpMailer({ url: config.smtpUrl, from: config.mailFrom, log }) : null
  const text = readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8')
  const published = JSON.parse(text) as Document
  // What is generated cannot know where this process is reached.
  const servers = [{ url: config.publicUrl, description: 'This service.' }]
  const keyring = await openKeyring({ db: database.db, clock, secrets })
  const findExample: FindExample = readExamples(published)
  const fetchOutside = createGuardedFetch({
    allowsLoopback: config.mode === 'sandbox',
    trustedHosts: config.clientHosts,
  })
  let draining = false
  const metrics = createMetrics()

  const world: World = {
    config,
    db: database.db,
    clock,
    ids: createIds(clock),
    passwords: await createPasswords({ queue: config.hashQueue }),
    secrets,
    keyring,
    adminCodes: openAdminCodes(config, keyring, clock),
    mailer: smtp ?? sandboxMailer(),
    providers: openProviders({
      settings: config.providers,
      standInsAt: config.mode === 'sandbox' ? config.publicUrl : null,
      allowed: config.allowedProviders,
      clock,
      log,
    }),
    fetchOutside,
    clientKeys: createClientKeys({ fetch: fetchOutside, clock }),
    calls: createCallMeter(),
    log,
    contract: { document: { ...published, servers }, etag: `"${sha256(config.publicUrl + text).slice(0, 22)}"` },
    sandbox: sandboxClock && {
      clock: sandboxClock,
      faults: createFaults(),
      requests: createRequestLog(() => sandboxClock.now()),
      requireAnswer: (operation, wanted) => void findExample(operation, wanted),
    },
    draining: () => draining,
    metrics,
    observe: metrics.observe,
  }
  await ensureConsole(world)
  return {
    world,
    published,
    findExample,
    states: database.states,
    drain: () => void (draining = true),
    close: async () => {
      smtp?.close()
      await database.close()
    },
  }
}

/** Brings the database to this program's version and reads the contract. Throws with a sentence when it cannot. */
export const openWorld = async (
  config: Config,
  log: Logger,
  { finish, migrating = true, ...parts }: OtherParts & { readonly migrating?: boolean } = {},
): Promise<Opened> => {
  const { world, published, findExample, states, drain, close } = await openWorldOnly(config, log, { migrating })
  if (world.sandbox) await ensureSandbox(world)
  await requireConfiguredProject(world)
  const checks = readContract(published)
  const app = createApp({
    world,
    surfaces,
    checks,
    ...(world.sandbox && { examples: { find: findExample, ...(finish && { finish }) } }),
    assets: loadAssets(sha256),
    isUnavailable,
    dpopNonce: dpopNonceOf,
    spendCall,
    refusalPage,
    ...parts,
  })
  return {
    world,
    app,
    checks,
    warm: async () => {
      await passwordStrength()
      for (const check of checks.values()) {
        check.compile()
        await nextTurn()
      }
    },
    states,
    drain,
    close,
  }
}

/** In the sandbox the service vouches for administrators itself, with its own keys. */
const openAdminCodes = (config: Config, keyring: Keyring, clock: Clock) => {
  if (config.adminIssuer) {
    const { issuer, audience, keys } = config.adminIssuer
    const held = keys instanceof URL ? keys : () => Promise.resolve({ keys: [...keys.keys] } as never)
    return createAdminCodes({ issuer, audience, keys: held, clock })
  }
  if (config.mode === 'production') return null
  const keys = async () => ({ keys: await keyring.published() }) as never
  return createAdminCodes({ ...sandboxAdminIssuer(config), keys, clock })
}

/** How long a client may take to send, ms, and how often that is looked at: slow ones are cut off. */
const patience = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1000,
}

/** A refusal for a person: what is wrong, and what was meant. It is the application's, where one is meant and known. */
export const refusalPage = async (refusal: RefusalForPeople, ctx: Context) => {
  const { code, title, detail, sandbox } = refusal
  const message = { title, text: remedies[code]?.(detail) ?? detail ?? 'Go back and try again.', tone: 'bad' } as const
  const environment = await findPlaceOfRefusal(ctx, refusal).catch(() => undefined)
  if (environment) return brandedPage(ctx, environment, [], (look) => messagePage({ ...message, look }))
  return {
    headers: { 'Content-Security-Policy': pagePolicy() },
    body: messagePage({
      ...message,
      ...(sandbox && { link: { url: '/', label: 'Where to start in this sandbox' } }),
    }),
  }
}

/** What a person can do where the refusal itself says it to developers only. */
const remedies: Partial<Record<ErrorCode, (detail: string | undefined) => string>> = {
  invalid_request: (detail) =>
    `${detail ? `${detail.replace(/\.$/, '')}. ` : ''}Go back to the app that sent you here, and begin again from there.`,
  not_found: () => 'Check the address, or go back to where you came from.',
  method_not_allowed: () => 'This address is for programs. Go back to where you came from.',
}

/** Listens; resolves with the server once it does. */
export const listen = async (
  app: (req: IncomingMessage, res: ServerResponse) => void,
  { port, host }: Pick<Config, 'port' | 'host'>,
): Promise<Server> => {
  const server = createServer(patience, (req, res) => {
    req.url = toPath(req.url ?? '')
    app(req, res)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  return server
}

/**
 * The path of a target, also of one that names a host too (RFC 9112 section 3.2.2). Express would answer a malformed one
 * by itself, and drop a fragment, which no target may hold: escaped, it is part of an unknown path.
 */
const toPath = (target: string): string => {
  const whole = target.replaceAll('#', '%23')
  if (whole.startsWith('/')) return whole
  const url = /^https?:/i.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined
  return url ? url.pathname + url.search : `/${whole}`
}
