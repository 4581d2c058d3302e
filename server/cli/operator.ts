// What a command of the operator has: the world of the service without what answers requests, and the right to all of it.
import { existsSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { type Config, readConfig } from '../config.ts'
import type { Caller, Context } from '../context.ts'
import { createLimiter } from '../identity/limits/limits.ts'
import { findNamedTenant } from '../identity/administration/tenants.ts'
import type { Environment } from '../model/environment.ts'
import { createLog } from '../outside/log.ts'
import { type OpenDatabase, isMissingTable, openDatabase } from '../storage/database.ts'
import { findDatabaseMode } from '../storage/database-mode.ts'
import { findEnvironment } from '../storage/environments.ts'
import type { Tenant } from '../storage/tenants.ts'
import { openWorldOnly } from '../world.ts'
import { type Given, misused } from './actions.ts'

/** Nothing of a command is reached, sends mail itself or serves a project: it needs none of these. */
const unneeded = {
  PUBLIC_URL: 'https://countersign.invalid',
  SMTP_URL: 'smtp://countersign.invalid',
  MAIL_FROM: 'no-reply@countersign.invalid',
  PROJECT_ENVIRONMENT: 'none',
}

type Settings = Readonly<Record<string, string | undefined>>

const withoutUnneeded = (settings: Settings): Settings => ({
  ...settings,
  ...Object.fromEntries(Object.entries(unneeded).filter(([name]) => !settings[name])),
})

const requireConfig = (settings: Settings): Config => {
  const read = readConfig(withoutUnneeded(settings))
  if ('problems' in read) throw new Error(read.problems.join('\n'))
  return read.config
}

const theSandboxes = 'sqlite:.data/countersign.db'

/** The database alone, as for `migrate`. Nobody makes an empty one because they forgot to say where theirs is. */
export const requireDatabaseUrl = (settings: Settings): string => {
  if (!settings.DATABASE_URL && (settings.NODE_ENV === 'production' || !existsSync(theSandboxes.slice(7)))) {
    throw new Error('DATABASE_URL is not set: set sqlite:PATH or postgres://user:password@host/name.')
  }
  // Read by the rules of the sandbox, which ask for no other setting.
  return requireConfig({ DATABASE_URL: settings.DATABASE_URL }).databaseUrl
}

/** A mistyped path makes no database, unless the command is there to make one. */
export const withDatabase = async <T>(
  settings: Settings,
  work: (database: OpenDatabase) => Promise<T>,
  { mustExist } = { mustExist: true },
): Promise<T> => {
  const database = await openDatabase(requireDatabaseUrl(settings), { mustExist })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A command is about production, unless the database is a sandbox's. */
export const settingsFor = async (settings: Settings): Promise<Settings> => {
  const mode = await withDatabase(settings, async ({ db }) =>
    findDatabaseMode(db).catch((error: unknown) => {
      if (isMissingTable(error)) return undefined
      throw error
    }),
  )
  if (settings.NODE_ENV === 'production' || mode !== 'sandbox') return { ...settings, NODE_ENV: 'production' }
  return settings
}

/** Does `work` as the operator, who names no tenant yet. The service may run meanwhile. */
export const asOperator = async <T>(
  work: (ctx: Context) => Promise<T>,
  settings: Settings = process.env,
): Promise<T> => {
  const config = requireConfig(await settingsFor(settings))
  const log = createLog({ level: 'silent' })
  const { world, close } = await openWorldOnly(config, log, { migrating: false })
  try {
    return await work({
      ...world,
      ...createLimiter(world),
      requestId: world.ids.uuid(),
      ip: 'command line',
      userAgent: null,
      acceptLanguage: null,
      uiLocales: null,
      ownUrl: config.publicUrl,
      origin: null,
      wantsPage: false,
      accepts: '',
      possession: { proof: null, scheme: null, method: '', url: config.publicUrl },
      caller: { kind: 'operator', tenantId: null },
      client: null,
      environment: null,
    })
  } finally {
    await close()
  }
}

/** The same operator, for one tenant. */
export const forTenant = (ctx: Context, tenantId: string): Context => {
  const caller: Caller = { kind: 'operator', tenantId }
  return { ...ctx, caller }
}

/** Does `work` for the tenant that `--tenant` names. */
export const withTenant = <T>(given: Given, work: (ctx: Context, tenant: Tenant) => Promise<T>): Promise<T> =>
  asOperator(async (ctx) => {
    const named = given.needed('tenant')
    const tenant = await findNamedTenant(ctx, named)
    if (!tenant) throw new Error(`There is no tenant "${named}": countersign tenants list shows them.`)
    return work(forTenant(ctx, tenant.id), tenant)
  })

/** Does `work` for the environment that `--environment` names. */
export const withEnvironment = <T>(
  given: Given,
  work: (ctx: Context, environment: Environment) => Promise<T>,
): Promise<T> =>
  asOperator(async (ctx) => {
    const named = given.needed('environment')
    const environment = await findEnvironment(ctx.db, named)
    if (!environment) {
      throw new Error(`There is no environment "${named}": countersign applications list shows their ids.`)
    }
    return work(forTenant(ctx, environment.tenantId), environment)
  })

/** A link in a mail leads to PUBLIC_URL, so what mails one asks for it. */
export const requirePublicUrl = (ctx: Context): void => {
  if (ctx.config.publicUrl !== unneeded.PUBLIC_URL) return
  throw new Error('PUBLIC_URL is not set: set that of the service, which the link in the mail leads to.')
}

/** A password from standard input, without the line's end: what stands in a command is seen by everybody on the machine. */
export const readPassword = async (given: Given): Promise<string> => {
  if (!given.has('password-stdin')) {
    throw misused('Give the password on standard input: --password-stdin.')
  }
  return (await readAll(process.stdin)).replace(/\r?\n$/, '')
}
