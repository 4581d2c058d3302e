// Opens the world: everything that lives as long as the process, and how to end it.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Express } from 'express'
import type { Config } from './config.ts'
import type { Context, World } from './context.ts'
import { readContract } from './http/contract.ts'
import { ownContract, publishedContract } from './http/own-contract.ts'
import type { Checks } from './http/checks.ts'
import type { AppParts } from './http/app-parts.ts'
import { createApp } from './http/create-app.ts'
import type { Examples } from './http/prefer.ts'
import { type FindExample, readExamples } from './http/examples.ts'
import { issuerTakesDocuments } from './identity/clients/client-documents.ts'
import { spendCall } from './identity/limits/call-limits.ts'
import { createLimiter } from './identity/limits/limits.ts'
import { ensureConsole } from './identity/sign-in/console.ts'
import { requireDatabaseMode } from './operations/database-mode.ts'
import { requireConfiguredProject } from './identity/administration/project.ts'
import { openSecrets } from './identity/administration/service-secret.ts'
import { openAdminCodes } from './open-admin-codes.ts'
import { createFaults } from './sandbox/faults.ts'
import { createWebhookReceiver } from './sandbox/webhook-receiver.ts'
import { createRequestLog } from './sandbox/requests.ts'
import { ensureSandbox } from './sandbox/sandbox.ts'
import { dpopNonceOf } from './identity/sessions/key-possession.ts'
import { openKeyring } from './identity/sessions/signing-keys.ts'
import { createCallMeter } from './outside/call-meter.ts'
import { createClientDocuments } from './outside/client-documents.ts'
import { createClientKeys } from './outside/client-keys.ts'
import { movableClock, systemClock } from './outside/clock.ts'
import { createGuardedFetch } from './outside/guarded-fetch.ts'
import { createIds } from './outside/ids.ts'
import { createLastKnown } from './outside/last-known.ts'
import type { Logger } from './outside/log.ts'
import { createMetrics } from './outside/metrics.ts'
import { sandboxMailer, smtpMailer } from './outside/mailer.ts'
import { once } from './model/once.ts'
import { passwordStrength } from './outside/password-strength.ts'
import { createPasswords } from './outside/passwords.ts'
import { openProviders } from './outside/providers/connections.ts'
import { sha256 } from './outside/secrets.ts'
import type { Traces } from './outside/traces.ts'
import { loadAssets } from './pages/assets.ts'
import { examplePageHeaders } from './pages/content-security.ts'
import { type OpenDatabase, isUnavailable, openDatabase } from './storage/database.ts'
import { openMigrated, requireCurrentSchema } from './storage/migrate.ts'
import type { TimeLimits } from './storage/time-limits.ts'
import { readMetadataBy } from './surfaces/oauth/client-documents.ts'
import { refusalPage } from './surfaces/refusal-pages.ts'
import { surfaces } from './surfaces/surfaces.ts'

export interface Opened {
  readonly world: World
  readonly app: Express
  /** Of every operation, by its id. */
  readonly checks: ReadonlyMap<string, Checks>
  /** How busy the connections to the database are; null where there is one alone. */
  readonly states: OpenDatabase['states']
  /** Reads what answers, the dictionaries and all checks of the contract, one file at a time: requests in between do not wait. */
  warm(): Promise<void>
  /** From now on: not ready, and no new work in the background. */
  drain(): void
  close(): Promise<void>
}

/** What may stand in a world's pipeline instead of the service's own. */
export type OtherParts = Partial<Pick<AppParts<Context>, 'surfaces'> & Pick<Examples<Context>, 'finish'>>

/** The world without what answers requests. */
export interface OpenedWorld {
  readonly world: World
  readonly findExample: FindExample
  /** Read when somebody first asks for them. */
  readonly checks: () => ReadonlyMap<string, Checks>
  readonly states: OpenDatabase['states']
  drain(): void
  close(): Promise<void>
}

// What is made of the contract. As the assets it is the same for all that one process opens: tests open many a sandbox.
const contractHash = once(() => sha256(publishedContract().text))
const examples = once(() => readExamples(publishedContract().document, examplePageHeaders))
const findExample: FindExample = (...wanted) => examples()(...wanted)
const checks = once(() => readContract(ownContract()))

const assets = once(() => loadAssets(sha256))

/**
 * Opens what lives as long as the process, on a database of this program's schema: brought to it where `migrating`, else
 * refused where it has another. Throws with a sentence when it cannot.
 */
export const openWorldOnly = async (
  config: Config,
  log: Logger,
  {
    migrating,
    traces = null,
    limits,
  }: {
    readonly migrating: boolean
    readonly traces?: Traces | null
    /** How long the database may take, where it is not what the service allows. */
    readonly limits?: TimeLimits | undefined
  },
): Promise<OpenedWorld> => {
  const options = { log, limits, poolSize: config.poolSize, mustExist: !migrating, onQuery: traces?.query }
  const database = await (migrating ? openMigrated : openDatabase)(config.databaseUrl, options)
  try {
    if (!migrating) await requireCurrentSchema(database.db)
    return await openOn(database, config, log, traces)
  } catch (error) {
    await database.close()
    throw error
  }
}

const openOn = async (
  database: OpenDatabase,
  config: Config,
  log: Logger,
  traces: Traces | null,
): Promise<OpenedWorld> => {
  const sandboxClock = config.mode === 'sandbox' ? movableClock() : null
  const clock = sandboxClock ?? systemClock
  // Before its keys are opened: the sandbox's secret is not the one to set.
  await requireDatabaseMode({ config, db: database.db, clock })
  const secrets = await openSecrets({ db: database.db, clock }, config)
  const smtp = config.smtpUrl ? smtpMailer({ url: config.smtpUrl, from: config.mailFrom, log }) : null
  // What is generated cannot know where this process is reached.
  const servers = [{ url: config.publicUrl, description: 'This service.' }]
  const document = once(() => ({ ...publishedContract().document, servers }))
  const etag = once(() => `"${sha256(config.publicUrl + contractHash()).slice(0, 22)}"`)
  const keyring = await openKeyring({ db: database.db, clock, secrets })
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
    passwords: await createPasswords({ queue: config.hashQueue, cost: config.hashCost }),
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
    clientDocuments: createClientDocuments({ fetch: fetchOutside, clock }),
    lastKnownDocumentSupport: createLastKnown(),
    readClientMetadata: readMetadataBy((said) => checks().get('oauth.registerClient')!.checkBody(said)),
    calls: createCallMeter(),
    log,
    contract: {
      get document() {
        return document()
      },
      get etag() {
        return etag()
      },
    },
    sandbox: sandboxClock && {
      clock: sandboxClock,
      faults: createFaults(),
      requests: createRequestLog(() => sandboxClock.now()),
      webhooks: createWebhookReceiver(() => sandboxClock.now()),
      requireAnswer: (operation, wanted) => void findExample(operation, wanted),
    },
    draining: () => draining,
    metrics,
    observe: metrics.observe,
    traceRequest: traces?.request,
  }
  await ensureConsole(world)
  return {
    world,
    findExample,
    checks,
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
  {
    finish,
    migrating = true,
    traces = null,
    limits,
    ...parts
  }: OtherParts & Partial<Parameters<typeof openWorldOnly>[2]> = {},
): Promise<Opened> => {
  const {
    world,
    findExample,
    states,
    drain,
    close,
    checks: readChecks,
  } = await openWorldOnly(config, log, { migrating, traces, limits })
  if (world.sandbox) await ensureSandbox(world)
  await requireConfiguredProject(world)
  // From now on it is told from memory where the database is away.
  await issuerTakesDocuments(world)
  const checks = readChecks()
  const app = createApp({
    world,
    document: ownContract().document,
    surfaces,
    checks,
    ...(world.sandbox && { examples: { find: findExample, ...(finish && { finish }) } }),
    assets: assets(),
    isUnavailable,
    dpopNonce: dpopNonceOf,
    limiter: createLimiter(world),
    spendCall,
    refusalPage,
    ...parts,
  })
  return {
    world,
    app,
    checks,
    warm: async () => {
      for (const { resources } of Object.values(surfaces)) {
        for (const read of Object.values(resources)) {
          await read()
          await nextTurn()
        }
      }
      await passwordStrength()
      for (const check of checks.values()) {
        check.load()
        await nextTurn()
      }
    },
    states,
    drain,
    close,
  }
}
