import type { ErrorCode } from '../../generated/errors.ts'
import type { LimitState } from './limits.ts'
import type { Weakness } from './password-weakness.ts'
import type { DueEnrolment, FactorKind } from './second-factor.ts'

/** The one way to refuse a request. Each surface says it in its own words. */
export class Failure extends Error {
  readonly code: ErrorCode
  /** One sentence about this very request, shown to the caller: never an internal text. */
  readonly detail: string | undefined
  /** Which credential would do (RFC 9110 section 11.6.1), where that is another one than the surface says. */
  readonly challenge: string | undefined
  /** The environment whose application a person sees who is told so on a page. */
  readonly environmentId: string | undefined
  /** Where a person may go on to by themselves, and the app is told. */
  readonly onward: Onward | undefined
  /** What is wrong with a password that is not strong enough. */
  readonly weakness: Weakness | undefined
  /** The limit that is used up. */
  readonly limit: LimitState | undefined
  /** What a sign-in that needs a second factor goes on with. */
  readonly ticket: string | undefined
  /** What it may go on with. */
  readonly factors: readonly FactorKind[]
  /** What has to be set up first, of such a sign-in. */
  declare readonly enrolment: DueEnrolment | null

  constructor(
    code: ErrorCode,
    detail?: string,
    {
      environmentId,
      onward,
      challenge,
      ticket,
      limit,
      weakness,
      enrolment = null,
      factors = [],
      ...options
    }: ErrorOptions & {
      readonly environmentId?: string | undefined
      readonly onward?: Onward | undefined
      readonly challenge?: string
      readonly ticket?: string
      readonly limit?: LimitState
      readonly weakness?: Weakness
      readonly enrolment?: DueEnrolment | null
      readonly factors?: readonly FactorKind[]
    } = {},
  ) {
    super(detail ? `${code}: ${detail}` : code, options)
    this.environmentId = environmentId
    this.onward = onward
    this.name = 'Failure'
    this.code = code
    this.detail = detail
    this.challenge = challenge
    this.ticket = ticket
    this.limit = limit
    this.factors = factors
    this.weakness = weakness
    // Hidden from what prints an error.
    Object.defineProperty(this, 'enrolment', { value: enrolment, enumerable: false })
  }
}

/** An address of an app, and whose it is. */
export interface Onward {
  readonly url: string
  readonly host: string
}

/** A refusal that a person reads as a page. */
export interface RefusalForPeople {
  readonly code: ErrorCode
  /** Whose page it is, where the refusal knows. */
  readonly environmentId: string | undefined
  /** What is wrong, the same for every request. */
  readonly title: string
  /** What is wrong with this one. */
  readonly detail: string | undefined
  readonly onward: Onward | undefined
  readonly limit: LimitState | undefined
  /** There are pages of the sandbox to go to. */
  readonly sandbox: boolean
}
