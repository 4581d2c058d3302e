// Whether who asks holds the key that a token is bound to, or shall be (RFC 9449).
import type { Context } from '../../context.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { dpopNonceSeconds, dpopProofSeconds } from '../../model/policies.ts'
import { dpopAlgorithms } from '../../model/signing-key.ts'
import { type DpopProof, readDpopProof } from '../../outside/dpop-proof.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import { insertSpentAssertion } from '../../storage/spent-assertions.ts'

/** The thumbprint of the key that the request proves to hold; null where it brings no proof, as its client may. */
export const provenKey = async (ctx: Context, { openid }: Pick<Client, 'openid'>): Promise<string | null> => {
  const { proof } = ctx.possession
  if (proof === null && openid.requiresDpop) throw new Failure('invalid_dpop_proof', 'DPoP: is missing')
  if (proof === null) return null
  const checked = await checkProof(ctx, proof, null)
  if ('problem' in checked) throw new Failure(checked.problem, checked.detail)
  return checked.keyThumbprint
}

/**
 * Holds a token to its key: one that is bound is shown with a proof, and one that is not is no such token (section 7.1).
 * Answers the key's thumbprint; null where the token is anybody's who bears it.
 */
export const requireKeyOfToken = async (
  ctx: Context,
  token: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<string | null> => {
  const { proof, scheme } = ctx.possession
  const bound = boundKey(claims)
  if (bound === null && scheme !== 'dpop') return null
  if (bound === null) throw refused('invalid_token', 'The token is bound to no key: send it as Bearer.')
  if (scheme !== 'dpop') throw refused('invalid_token', 'The token is bound to a key: send it as DPoP, with a proof.')
  if (proof === null) throw refused('invalid_dpop_proof', 'DPoP: is missing')
  const checked = await checkProof(ctx, proof, token)
  if ('problem' in checked) throw refused(checked.problem, checked.detail)
  if (checked.keyThumbprint !== bound) throw refused('invalid_dpop_proof', 'DPoP: is of another key than the token')
  return bound
}

/** The thumbprint of the key that a token of ours is bound to. */
export const boundKey = ({ cnf }: Readonly<Record<string, unknown>>): string | null => {
  const jkt = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined
  return typeof jkt === 'string' ? jkt : null
}

/** What the session of a client is bound to: none where its refresh tokens need the client's secret or key already (section 5). */
export const keyOfSession = (client: Client | null, keyThumbprint: string | null): string | null =>
  client && isConfidential(client) ? null : keyThumbprint

/** What binds a token to a key (section 6.1). */
export const confirmationOf = (keyThumbprint: string | null): object =>
  keyThumbprint === null ? {} : { cnf: { jkt: keyThumbprint } }

const refused = (error: string, detail?: string): Failure =>
  new Failure('invalid_token', detail, { challenge: `DPoP error="${error}", algs="${dpopAlgorithms.join(' ')}"` })

interface Problem {
  readonly problem: 'invalid_dpop_proof' | 'use_dpop_nonce'
  readonly detail: string | undefined
}

const bad = (detail: string): Problem => ({ problem: 'invalid_dpop_proof', detail: `DPoP: ${detail}` })

/** Section 4.3. A good proof is used up by being looked at. */
const checkProof = async (ctx: Context, text: string, token: string | null): Promise<DpopProof | Problem> => {
  const { method, url } = ctx.possession
  const now = ctx.clock.now()
  const proof = await readDpopProof(text, now, dpopProofSeconds.future)
  if (!proof) return bad('is no proof, signed by the key in its header')
  if (proof.htm !== method) return bad('htm is not the method of this request')
  if (!isSameAddress(proof.htu, url)) return bad(`htu is not ${url}`)
  const seconds = now / 1000
  if (proof.iat < seconds - dpopProofSeconds.past) return bad('iat is too long ago')
  if (proof.iat > seconds + dpopProofSeconds.future) return bad('iat has not come yet')
  if (token !== null && (proof.ath === undefined || !equal(proof.ath, sha256(token)))) {
    return bad('ath is not the hash of the token')
  }
  if (proof.nonce === undefined ? ctx.config.dpopNonce === 'required' : !isNonce(ctx, proof.nonce)) {
    return { problem: 'use_dpop_nonce', detail: undefined }
  }
  const name = sha256(JSON.stringify(['dpop', proof.keyThumbprint, proof.jti]))
  const isFirst = await insertSpentAssertion(ctx.db, name, (proof.iat + dpopProofSeconds.past + 1) * 1000)
  return isFirst ? proof : bad('was used before')
}

/** Without query and fragment, in the normal form of URLs (RFC 3986 section 6.2). */
const isSameAddress = (htu: string, url: string): boolean => {
  if (!URL.canParse(htu)) return false
  const { origin, pathname, username, password } = new URL(htu)
  return username + password === '' && `${origin}${pathname}` === new URL(url).href
}

/** The same for all, and on every instance, for as long as it is given out. */
const nonceAt = ({ secrets }: Context, now: number): string =>
  secrets.derive('dpop nonce', String(Math.floor(now / (dpopNonceSeconds * 1000))))

/** What the next proof shall name (RFC 9449 section 8.2). */
export const dpopNonceOf = (ctx: Context): string => nonceAt(ctx, ctx.clock.now())

const isNonce = (ctx: Context, nonce: string): boolean => {
  const now = ctx.clock.now()
  return [now, now - dpopNonceSeconds * 1000].some((at) => equal(nonce, nonceAt(ctx, at)))
}
