// What the contract has an operation's requests and answers held to.
import type { Request, Response } from 'express'
import type { Document } from './document.ts'
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
  /** Reads what no request has needed yet. */
  load(): void
}

/** One operation's checks as they were compiled. */
export interface CompiledChecks {
  /** Of all but a request's body. */
  readonly general: Validate
  /** By media type; the empty one is of a request without a body. */
  readonly bodies: Readonly<Record<string, Validate>>
  /** By status and media type, where that is JSON. */
  readonly answers: Readonly<Record<number, Readonly<Record<string, Validate>>>>
}

export type Validate = ((data: unknown) => unknown) & { errors?: Fault[] | null }

/** A contract whose checks are compiled. */
export interface ReadableContract {
  /** Without the schemas that went into the checks. */
  readonly document: Document
  readonly checksOf: (operationId: string) => CompiledChecks
}
