// What a sign-in hands on: the ticket of its second step, or the token at its end.
import type { Answer } from '../contract/contract.ts'
import { maskBody } from '../words/mask.ts'

/** What came instead, without its secrets. */
const toldOf = ({ status, text }: Answer): string => `${status} ${maskBody(text).slice(0, 300)}`

/** The ticket of a sign-in that asks for a second factor; that of the example where nobody is asked. */
export const ticketOf = (answer: Answer | undefined): string => {
  if (answer === undefined) return 'example'
  const { mfa_token, mfaToken } = (answer.body ?? {}) as { readonly mfa_token?: string; readonly mfaToken?: string }
  const ticket = mfa_token ?? mfaToken
  if (ticket === undefined) throw new Error(`No second factor was asked for: ${toldOf(answer)}`)
  return ticket
}

/** The access token of a sign-in that is done. */
export const accessTokenOf = (answer: Answer): string => {
  const { tokens, access_token, accessToken } = (answer.body ?? {}) as {
    readonly tokens?: { readonly access_token: string }
    readonly access_token?: string
    readonly accessToken?: string
  }
  const token = tokens?.access_token ?? access_token ?? accessToken
  if (token === undefined) throw new Error(`Nobody was signed in: ${toldOf(answer)}`)
  return token
}
