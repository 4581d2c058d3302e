// The operator's way to the signing keys of a running service: see them, rotate them, revoke one.
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { openKeyring, revokeSigningKey, rotateSigningKeys } from '../identity/sessions/signing-keys.ts'
import { type SigningKey, signingAlgorithms } from '../model/signing-key.ts'
import { record } from '../identity/administration/audit.ts'
import { systemClock } from '../outside/clock.ts'
import { createIds } from '../outside/ids.ts'
import { createSecrets } from '../outside/secrets.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { listSigningKeys } from '../storage/signing-keys.ts'

const usage = `countersign keys list         Show the keys: what each one does, and until when.
countersign keys rotate       Publish the next keys, one of each algorithm. They sign in six minutes, when every client has fetched it.
countersign keys revoke KID   Drop a key at once. Its tokens are refused within a second.

The keys are those of DATABASE_URL, sealed with COUNTERSIGN_SECRET: set both as for the service, which keeps running.
`

/** A command, read and checked. */
type Command = { readonly name: 'list' | 'rotate' | 'help' } | { readonly name: 'revoke'; readonly kid: string }

/** Reads the arguments: a command, or a sentence about what is wrong with them. */
export const readCommand = (args: readonly string[]): Command | { readonly problem: string } => {
  let parsed
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    return { problem: (error as Error).message }
  }
  const [name, kid, ...rest] = parsed.positionals
  if (parsed.values.help) return { name: 'help' }
  if (!name) return { problem: 'Say what to do: list, rotate or revoke.' }
  if (name !== 'list' && name !== 'rotate' && name !== 'revoke') return { problem: `There is no command "${name}".` }
  if (name === 'revoke' && !kid) return { problem: 'Say which key to revoke: countersign keys list shows their ids.' }
  const extra = name === 'revoke' ? rest[0] : kid
  if (extra) return { problem: `"${extra}" is one word too many.` }
  return name === 'revoke' ? { name, kid: kid! } : { name }
}

/** Does it, and answers what to tell the operator. Throws with a sentence when it cannot. */
export const runCommand = async (
  command: Command,
  config: Pick<Config, 'databaseUrl' | 'secret' | 'otherSecret'>,
): Promise<string> => {
  if (command.name === 'help') return usage
  const { db, close } = await openDatabase(config.databaseUrl)
  try {
    const store = { db, clock: systemClock, secrets: createSecrets(config.secret, { other: config.otherSecret }) }
    await requireOwnKeys(store)
    switch (command.name) {
      case 'list':
        return await listKeys(db)
      case 'rotate': {
        const next = await rotateSigningKeys(store, (within, { kid }) =>
          record(writer, within, 'signing_key.rotated', about(kid)),
        )
        return next
          .map(
            ({ alg, kid, signsFrom }) =>
              `Published ${kid} (${alg}). It signs from ${toTime(signsFrom)} on; the keys before it stay for their tokens.\n`,
          )
          .join('')
      }
      case 'revoke':
        if (
          !(await revokeSigningKey(store, command.kid, (within, { kid }) =>
            record(writer, within, 'signing_key.revoked', about(kid)),
          ))
        ) {
          throw new Error(`There is no key ${command.kid}: countersign keys list shows their ids.`)
        }
        return `Revoked ${command.kid}. Its tokens are refused within a second.\n`
    }
  } finally {
    await close()
  }
}

/** The operator. */
const writer = {
  caller: { kind: 'operator', tenantId: null },
  clock: systemClock,
  ids: createIds(systemClock),
  ip: '',
  userAgent: null,
} as const

const about = (keyId: string) => ({ environmentId: null, data: { keyId } })

/** A key sealed with another secret than the service's would stop the service from reading any. */
const requireOwnKeys = async (store: Parameters<typeof openKeyring>[0]): Promise<void> => {
  const keys = await listSigningKeys(store.db).catch(() => [])
  if (keys.length === 0)
    throw new Error('This database holds no keys: set DATABASE_URL to the one of a service that has started once.')
  try {
    await (await openKeyring(store)).published()
  } catch (error) {
    throw new Error('These keys are sealed with another secret: set COUNTERSIGN_SECRET to that of the service.', {
      cause: error,
    })
  }
}

const listKeys = async (db: Database): Promise<string> => {
  const now = systemClock.now()
  const keys = (await listSigningKeys(db)).filter(({ retiresAt }) => (retiresAt ?? Infinity) > now)
  const signing = signingAlgorithms.map((of) => keys.findLast(({ alg, signsFrom }) => alg === of && signsFrom <= now))
  return keys.map((key) => `${key.kid}  ${key.alg}  ${sayRole(key, signing.includes(key), now)}\n`).join('')
}

const sayRole = ({ signsFrom, retiresAt }: SigningKey, signs: boolean, now: number): string => {
  const until = retiresAt === null ? '' : `, published until ${toTime(retiresAt)}`
  if (signsFrom > now) return `signs from ${toTime(signsFrom)}${until}`
  return `${signs ? 'signs' : 'verifies only'}${until}`
}

const toTime = (ms: number): string => new Date(ms).toISOString()

export const run = async (args: readonly string[]): Promise<void> => {
  const command = readCommand(args)
  if ('problem' in command) {
    process.stderr.write(`${command.problem}\n\n${usage}`)
    process.exit(2)
  }
  const read = readConfig(process.env)
  if ('problems' in read && command.name !== 'help') {
    process.stderr.write(`${read.problems.join('\n')}\n`)
    process.exit(1)
  }
  try {
    process.stdout.write(
      await runCommand(command, 'config' in read ? read.config : { databaseUrl: '', secret: '', otherSecret: null }),
    )
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}
