// Tokens of examples are made up: the mock answers with tokens that its published keys have signed, and knows them again.
import { type Surface, operations } from '../../generated/operations.ts'
import type { Context } from '../context.ts'
import type { Outgoing } from '../http/send.ts'
import { verifyOwnToken } from '../identity/sessions/callers.ts'
import { defaultOpenId } from '../model/client.ts'
import { type SurfaceName, adminSessionSeconds, audienceTokenSeconds, policies } from '../model/policies.ts'
import { sandboxCredentials } from '../model/sandbox-credentials.ts'
import { signJwt } from '../outside/jwt.ts'

type Json = Readonly<Record<string, unknown>>

/** Where the contract's examples are: what they call so is the mock itself. */
const exampleUrl = 'http://localhost:3000'
/** The session of the contract's examples. */
const exampleSession = '0199c0de-0000-7000-8000-0000000005e5'
const jwt = /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/

/** Who signs in for a client at the oauth surface has a session of the account surface. */
const policyOf = (surface: Surface) =>
  policies[(surface === 'oauth' ? 'account' : surface) as SurfaceName] as (typeof policies)[SurfaceName] | undefined

/** The example with tokens that are good for as long as it says, and with the address of the mock for that of the contract. */
export const finishExample = async (ctx: Context, id: string, example: Outgoing): Promise<Outgoing> => {
  const here = (text: string) => text.replaceAll(exampleUrl, ctx.config.publicUrl)
  const { surface } = operations[id as keyof typeof operations]
  const walk = async (value: unknown, around: Json): Promise<unknown> => {
    if (typeof value === 'string') return jwt.test(value) ? signLike(ctx, surface, value, around) : here(value)
    if (Array.isArray(value)) return Promise.all(value.map((one: unknown) => walk(one, around)))
    if (typeof value !== 'object' || value === null) return value
    const inside = { ...around, ...value }
    const entries = Object.entries(value).map(async ([name, one]) => [name, await walk(one, inside)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
  const headers = Object.entries(example.headers ?? {}).map(([name, value]) => [name, here(value)] as const)
  return {
    ...example,
    headers: Object.fromEntries(headers),
    ...(example.body !== undefined && { body: await walk(example.body, {}) }),
  }
}

/** `around` are the fields of the answer that the token stands in: they say how long it lives, for whom and of whom. */
const signLike = async (ctx: Context, surface: Surface, example: string, around: Json): Promise<string> => {
  const [header, payload] = example.split('.').slice(0, 2).map(readPart)
  const policy = policyOf(surface)
  const typ = String(header?.typ ?? 'at+jwt')
  // An ID token tells the client who has signed in (OpenID Connect Core 1.0 section 2); all others are for a server.
  const isIdToken = typ === 'JWT'
  const isForOthers = typeof around.audience === 'string'
  const audience = isIdToken ? sandboxCredentials.account.client_id : ctx.config.publicUrl
  const now = Math.floor(ctx.clock.now() / 1000)
  const lifetimes = [around.expires_in, around.expiresIn, isForOthers ? audienceTokenSeconds : policy?.accessSeconds]
  const seconds = lifetimes.find((one): one is number => typeof one === 'number') ?? adminSessionSeconds
  const person = [around.profile, around.user].find((one): one is Json => typeof one === 'object' && one !== null)
  const subject = typeof person?.id === 'string' ? person.id : String(payload?.sub ?? '')
  const isMachine = subject.startsWith('cid_')
  const claims = {
    ...payload,
    sub: subject,
    // Its session, by the id that the answer gives it.
    ...(!isMachine && { sid: typeof around.sessionId === 'string' ? around.sessionId : exampleSession }),
    ...(!isIdToken &&
      policy === policies.account && { client_id: isMachine ? subject : sandboxCredentials.account.client_id }),
    ...(policy?.tokenType && { type: policy.tokenType }),
    iss: ctx.config.publicUrl,
    aud: isForOthers ? String(around.audience) : audience,
    iat: now,
    exp: now + seconds,
    jti: ctx.ids.uuid(),
  }
  return signJwt(claims, await ctx.keyring.signingKey(isIdToken ? defaultOpenId.idTokenAlg : undefined), typ)
}

const readPart = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json

/** Whether the mock signed this access token, for itself and for this surface, and it has not ended. */
export const isSignedHere = async (ctx: Context, surface: Surface, token: string): Promise<boolean> => {
  const claims = await verifyOwnToken(ctx, token)
  if (!claims) return false
  // Machines have tokens of the token endpoint, and may ask where people do.
  if (claims.sub.startsWith('cid_')) return surface === 'account' || surface === 'oauth'
  return sayOf(policyOf(surface)) === `${String(claims.type ?? '')} ${/^[a-z]+_/.exec(claims.sub)?.[0] ?? ''}`
}

/** What tells the tokens of one surface from those of another. */
const sayOf = (policy: ReturnType<typeof policyOf>): string =>
  `${policy?.tokenType ?? ''} ${policy?.subjectPrefix ?? ''}`
