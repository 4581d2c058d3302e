// What a client says of itself at an address of its own: held to the contract of a registration, and read as one.
import type { Context } from '../../context.ts'
import { refuseMetadata } from '../../identity/clients/dynamic-registration.ts'
import type { JsonObject } from '../../model/user.ts'
import type { Wire } from '../handle.ts'
import { fromRegistration } from './registration-views.ts'

/** `findFault` says what a body of that operation has against the contract. */
export const readMetadataBy =
  (findFault: (body: JsonObject) => string | undefined): Context['readClientMetadata'] =>
  (said) => {
    // RFC 7591 section 2: without a value is as if it were left out.
    const body = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as JsonObject
    const fault = findFault(body)
    const [, field = 'client_id', problem = 'cannot be read'] = /^([^:]+): (.*)$/s.exec(fault ?? '') ?? []
    if (fault !== undefined) throw refuseMetadata(field, problem)
    return fromRegistration(body as Wire['OAuthRegistrationRequest'])
  }
