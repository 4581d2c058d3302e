// What a token may be used for: words of the client's own, which resource servers understand (RFC 6749 section 3.3).
import type { Client } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { hasScope, wordsOf } from '../../model/scopes.ts'
import type { Session } from '../../model/session.ts'

/** What a client gets: what it asks for, if it may, or else what it gets without asking. Null is no scope at all. */
export const grantScope = (client: Client, asked: string | undefined): string | null => {
  const words = asked === undefined ? client.defaultScopes : wordsOf(asked)
  if (words.some((word) => !client.scopes.includes(word))) throw new Failure('invalid_scope')
  return words.length > 0 ? words.join(' ') : null
}

/** The part of a granted scope that is asked for. It never grows (RFC 6749 section 6). */
export const narrowScope = (granted: string | null, asked: string | undefined): string | null => {
  if (asked === undefined) return granted
  const words = wordsOf(asked)
  const within = wordsOf(granted)
  if (words.some((word) => !within.includes(word))) throw new Failure('invalid_scope')
  return words.length > 0 ? words.join(' ') : null
}

/**
 * Whether the client goes on without the person. Who asks with OpenID Connect says so by `offline_access` (Core 1.0 section
 * 11); who does not has always got a refresh token.
 */
export const mayRefresh = (client: Pick<Client, 'openid'> | null, { scope }: Pick<Session, 'scope'>): boolean =>
  (client?.openid.grantTypes.includes('refresh_token') ?? true) &&
  (!hasScope(scope, 'openid') || hasScope(scope, 'offline_access'))
