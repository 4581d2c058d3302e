// What answers the question for a second factor, as the surfaces have it in a body.
import type { FactorAnswer, PasskeyStep } from '../identity/sign-in/second-step.ts'
import { Failure } from '../model/failure.ts'
import type { Passkey } from '../model/passkey.ts'
import type { AuthenticatorApp } from '../model/second-factor.ts'
import type { Wire } from './handle.ts'

interface Sent {
  readonly code?: string | undefined
  readonly credential?: Wire['PasskeyAssertion'] | undefined
  readonly newPasskey?: Wire['NewPasskey'] | undefined
}

/** The one answer that a body has. */
export const toAnswer = ({ code, credential, newPasskey }: Sent): FactorAnswer => {
  const answers: FactorAnswer[] = [
    ...(code === undefined ? [] : [{ kind: 'code' as const, code }]),
    ...(credential === undefined ? [] : [{ kind: 'passkey' as const, credential }]),
    ...(newPasskey === undefined ? [] : [{ kind: 'new_passkey' as const, made: newPasskey }]),
  ]
  const [answer, ...more] = answers
  if (!answer || more.length > 0) throw new Failure('invalid_request', 'code: send a code or a passkey, one of them')
  return answer
}

export const toPasskeyStep = ({ kind, options }: PasskeyStep): Wire['PasskeyStep'] =>
  kind === 'request' ? { request: options } : { creation: options }

/** One as those name its fields that write them as one word. */
export const toAuthenticatorApp = ({
  id,
  name,
  confirmedAt,
  lastUsedAt,
}: AuthenticatorApp): Wire['AuthenticatorApp'] => ({
  id,
  name,
  createdAt: new Date(confirmedAt).toISOString(),
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
})

export const toPasskey = ({ id, name, isBackedUp, createdAt, lastUsedAt }: Passkey): Wire['OwnPasskey'] => ({
  id,
  name,
  backedUp: isBackedUp,
  createdAt: new Date(createdAt).toISOString(),
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
})
