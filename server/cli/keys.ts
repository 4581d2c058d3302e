// The operator's way to the signing keys of a running service: see them, rotate them, revoke one.
import { record } from '../identity/administration/audit.ts'
import { revokeSigningKey, rotateSigningKeys } from '../identity/sessions/signing-keys.ts'
import { type SigningKey, signingAlgorithms } from '../model/signing-key.ts'
import { listSigningKeys } from '../storage/signing-keys.ts'
import { type Action, runActions, table } from './actions.ts'
import { asOperator } from './operator.ts'

const text = `The keys that sign tokens, sealed in the database of DATABASE_URL with COUNTERSIGN_SECRET: set both as for the service, which
keeps running.`

const about = (keyId: string) => ({ environmentId: null, data: { keyId } })

const toTime = (ms: number): string => new Date(ms).toISOString()

const toJson = ({ kid, alg, signsFrom, retiresAt }: SigningKey) => ({
  kid,
  alg,
  signs_from: toTime(signsFrom),
  published_until: retiresAt === null ? null : toTime(retiresAt),
})

const sayRole = ({ signsFrom, retiresAt }: SigningKey, signs: boolean, now: number): string => {
  const until = retiresAt === null ? '' : `, published until ${toTime(retiresAt)}`
  if (signsFrom > now) return `signs from ${toTime(signsFrom)}${until}`
  return `${signs ? 'signs' : 'verifies only'}${until}`
}

const actions: Readonly<Record<string, Action>> = {
  list: {
    about: 'Shows the keys: what each one does, and until when.',
    run: () =>
      asOperator(async ({ db, clock }) => {
        const now = clock.now()
        const keys = (await listSigningKeys(db)).filter(({ retiresAt }) => (retiresAt ?? Infinity) > now)
        const signing = signingAlgorithms.map((of) =>
          keys.findLast(({ alg, signsFrom }) => alg === of && signsFrom <= now),
        )
        const rows = keys.map((key) => [key.kid, key.alg, sayRole(key, signing.includes(key), now)])
        const json = { keys: keys.map((key) => ({ ...toJson(key), signs: signing.includes(key) })) }
        return { text: table(rows), json }
      }),
  },
  rotate: {
    about:
      'Publishes the next keys, one of each algorithm. They sign in six minutes, when every client has fetched them.',
    run: () =>
      asOperator(async (ctx) => {
        const next = await rotateSigningKeys(ctx, (db, { kid }) => record(ctx, db, 'signing_key.rotated', about(kid)))
        const lines = next.map(
          ({ alg, kid, signsFrom }) =>
            `Published ${kid} (${alg}). It signs from ${toTime(signsFrom)} on; the keys before it stay for their tokens.\n`,
        )
        return { text: lines.join(''), json: { keys: next.map(toJson) } }
      }),
  },
  revoke: {
    about: 'Drops a key at once. Its tokens are refused within a second.',
    word: 'KID',
    run: ({ word: kid }) =>
      asOperator(async (ctx) => {
        const isRevoked = await revokeSigningKey(ctx, kid, (db) => record(ctx, db, 'signing_key.revoked', about(kid)))
        if (!isRevoked) {
          throw new Error(`There is no key ${kid}: countersign keys list shows their ids.`)
        }
        return { text: `Revoked ${kid}. Its tokens are refused within a second.\n`, json: { kid } }
      }),
  },
}

export const run = (args: readonly string[]): Promise<void> => runActions('keys', text, actions, args)
