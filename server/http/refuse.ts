// The one place where no is said: a code becomes the surface's status, headers and words.
import { type Refusal, errorDetailProperty, errorMediaType, errors } from '../../generated/errors.ts'
import { type Surface } from '../../generated/operations.ts'
import { Failure } from '../model/failure.ts'
import type { DueEnrolment } from '../model/second-factor.ts'
import type { Outgoing } from './send.ts'

/** How this surface says this failure. */
export const refuse = (surface: Surface, failure: Failure): Outgoing => {
  const refusal: Refusal = errors[surface][failure.code]
  const headers: Record<string, string> = { ...refusal.headers }
  if (failure.challenge !== undefined) headers['WWW-Authenticate'] = failure.challenge
  if (failure.code === 'too_many_requests') headers['Retry-After'] = String(failure.limit?.resetSeconds ?? 60)
  return {
    status: refusal.status,
    type: errorMediaType[surface],
    headers,
    body: {
      ...(failure.detail ? withDetail(surface, refusal.body, failure.detail) : refusal.body),
      ...withTicket(surface, failure),
    },
  }
}

const withDetail = (surface: Surface, body: Refusal['body'], detail: string) => ({
  ...body,
  [errorDetailProperty[surface]]: detail.slice(0, 500),
})

/** Where a surface's error body says how a sign-in goes on. The others answer with that, and refuse nothing. */
const fieldsOfTicket: Partial<
  Record<Surface, { readonly ticket: string; readonly enrolment: (due: DueEnrolment) => object }>
> = {
  account: {
    ticket: 'mfa_token',
    enrolment: ({ secret, uri, qr, backupCodes }) => ({
      secret,
      otpauth_uri: uri,
      qr_data: qr,
      backup_codes: backupCodes,
    }),
  },
  project: {
    ticket: 'mfaToken',
    enrolment: ({ secret, uri, qr, backupCodes }) => ({ secret, otpauthUri: uri, qrData: qr, backupCodes }),
  },
}

const withTicket = (surface: Surface, { ticket, enrolment, factors }: Failure) => {
  const fields = fieldsOfTicket[surface]
  if (fields === undefined || ticket === undefined) return {}
  return { [fields.ticket]: ticket, factors, ...(enrolment && { enrolment: fields.enrolment(enrolment) }) }
}

/** What an error means to the caller. Unexpected ones are `internal`, and their text stays in the log. */
export const toFailure = (error: unknown, isUnavailable: (error: unknown) => boolean): Failure => {
  if (error instanceof Failure) return error
  if (error instanceof URIError)
    return new Failure('invalid_request', 'The address is not well formed.', { cause: error })
  return new Failure(isUnavailable(error) ? 'unavailable' : 'internal', undefined, { cause: error })
}
