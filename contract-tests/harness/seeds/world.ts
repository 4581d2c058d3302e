// A target, and how its world is made where public operations and the sandbox do not reach.
import type { ErrorCode } from '../../../generated/errors.ts'
import type { OperationId } from '../../../generated/operations.ts'
import type { AuthSettings } from '../../../server/model/environment.ts'
import type { TargetName } from '../recorder/records.ts'
import type { Aliases } from '../requests/aliases.ts'
import type { Allowed, Seeds } from './seed-words.ts'

export interface Target {
  readonly name: TargetName
  readonly baseUrl: string
  /** Makes the next call of one operation fail inside; absent where nobody can reach inside. */
  readonly fail?: (id: OperationId, how: ErrorCode | Error) => void
  /** Switches settings of the sandbox's environment; absent where nobody can reach inside. @internal */
  readonly settings?: (changed: Partial<AuthSettings>) => Promise<void>
  /** Every row of its database but those that count and those that log; absent where nobody can reach inside. */
  readonly rows?: () => Promise<readonly string[]>
  /** Sets quotas and limits, or with none all back; absent where nobody can reach inside. @internal */
  readonly allow?: (changed?: Allowed) => void
  /** Counts calls as ever, or has everybody called too often; absent where nobody can reach inside. */
  readonly calls?: (fit: boolean) => void
  /** How its owner arranges it. */
  readonly world?: World
}

/**
 * The words that cases arrange their world with. Each that is given replaces the default, which goes by public operations and
 * the sandbox; a case whose words can neither be said here nor there is skipped, with the reason in the report.
 *
 * - `reset` empties the world before each case and puts the fixed values of `GET /sandbox/credentials` back.
 * - `user`, `projectUser`, `appUser`, `administrator` make a person and sign them in.
 * - `wait` moves the clock; `totp` gives a code of a second factor.
 * - `mail` gives the newest mail of a kind to an address, with its `code`, `link` and `token`.
 *
 * All others are in `Seeds`, one line each.
 */
export interface World extends Partial<Omit<Seeds, Inside>> {
  /** Empties the world. Without it: `POST /sandbox/reset`. */
  readonly reset?: () => Promise<void>
  /** Addresses of people who are there already: they sign in, and nobody else is to be had. */
  readonly people?: readonly string[]
  /** What people and clients of the cases are called there. */
  readonly aliases?: Aliases
  /** The only words that can be said; a case that needs another one is skipped. */
  readonly only?: readonly Exclude<keyof Seeds, Inside>[]
}

/** Words that reach inside the server. */
type Inside = 'fail' | 'settings' | 'allow' | 'calls'
