// What the contract has an operation's requests and answers held to.
import type { Request, Response } from 'express'
import type { DeclaredNames } from './undeclared.ts'
import type { Fault } from './wording.ts'

/** What of a request the contract speaks about. */
export interface Parts {
  readonly path: Record<string, string>
  readonly query: Record<string, unknown>
  readonly headers: Record<string, unknown>
  readonly cookies: Record<string, string>
  readonly body: unknown
}

export interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly body: unknown
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
}

/** One operation's checks. */
export interface Checks {
  /** Media types of its body; empty when it takes none. */
  readonly consumes: readonly string[]
  readonly bodyRequired: boolean
  /** What it declares; all else is dropped before `checkRequest`, or refused by it. */
  readonly names: DeclaredNames
  /** Media types it answers with, and headers it declares (in lower case), by status. */
  readonly produces: ReadonlyMap<number, { readonly types: readonly string[]; readonly headers: ReadonlySet<string> }>
  /** Codes of the refusals that it declares. */
  readonly refusals: ReadonlySet<string>
  /** The request's parts, coerced and with defaults. Throws `invalid_request` and names the field. */
  checkRequest(req: Request, res: Response, path: Record<string, string>): Parts
  /** What is wrong with a body of the first media type, where no request brings it; undefined when it keeps the contract. */
  checkBody(body: unknown): string | undefined
  /** What is wrong with an answer; undefined when it keeps the contract. */
  checkAnswer(answer: Answer): string | undefined
  /** Compiles what no request has needed yet. */
  compile(): void
}

export type Validate = ((data: unknown) => unknown) & { errors?: Fault[] | null }
