// An app asks for a person's sign-in, and gets a code or a refusal back (RFC 6749 section 4.1).
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { equal } from '../../outside/secrets.ts'
import { findClient } from '../../storage/clients.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { issueCode, requireCodeChallenge } from './authorization-codes.ts'
import { formTokenOf } from '../sessions/csrf.ts'
import { requireRedirectUri } from './redirects.ts'
import { grantScope } from './scopes.ts'
import { provePassword } from '../sign-in/sign-in.ts'

/** As it came: nothing of it is believed yet. */
export interface AuthorizationAsked {
  readonly clientId: string
  readonly redirectUri: string
  readonly responseType: string | undefined
  readonly responseMode: string | undefined
  readonly state: string | undefined
  readonly scope: string | undefined
  readonly codeChallenge: string | undefined
  readonly codeChallengeMethod: string | undefined
  readonly nonce: string | undefined
  readonly prompt: string | undefined
}

/** Checked: whoever signs in may be sent back with a code. */
export interface AuthorizationRequest {
  readonly client: Client
  readonly environment: Environment
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string | null
  readonly codeChallenge: string
  readonly nonce: string | null
}

/** The same where no client is named, and the environment alone says whose request it is. */
export type CodeRequested = Omit<AuthorizationRequest, 'client'> & { readonly client: Client | null }

/** What the app is told instead of a code, at its own redirect URI. */
export interface AuthorizationRefused {
  readonly kind: 'refused'
  readonly redirectUri: string
  readonly state: string | null
  readonly failure: Failure
}

/**
 * The client and its redirect URI come first: until they belong together, a refusal is thrown, and nobody is sent
 * anywhere. From then on it is the app that is told (RFC 6749 section 4.1.2.1), if the browser may go straight on to it.
 */
export const checkAuthorization = async (
  ctx: Context,
  asked: AuthorizationAsked,
): Promise<{ readonly kind: 'asked'; readonly request: AuthorizationRequest } | AuthorizationRefused> => {
  const client = await findClient(ctx.db, asked.clientId)
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) throw new Failure('invalid_request', 'client_id: names no client')
  const redirectUri = requireRedirectUri(client.redirectUris, asked.redirectUri)
  const state = asked.state ?? null
  try {
    const { scope, codeChallenge } = requireAnswerable(client, asked)
    const nonce = asked.nonce ?? null
    return { kind: 'asked', request: { client, environment, redirectUri, state, scope, codeChallenge, nonce } }
  } catch (error) {
    const failure = asFailure(error)
    if (mayGoStraightOn(client, asked)) return { kind: 'refused', redirectUri, state, failure }
    throw failure
  }
}

/**
 * Whether the browser may be sent on to the client before the person has answered a page of ours. Anybody may register a
 * client for their account, and our address in a link must not lead to theirs; only, who asks for no page gets none.
 */
export const mayGoStraightOn = (
  { organizationId }: Pick<Client, 'organizationId'>,
  { prompt }: { readonly prompt?: string | undefined },
): boolean => organizationId === null || (prompt?.split(' ').includes('none') ?? false)

const requireAnswerable = (client: Client, asked: AuthorizationAsked) => {
  if (asked.responseType === undefined) throw new Failure('invalid_request', 'response_type: is missing')
  if (asked.responseType !== 'code') throw new Failure('unsupported_response_type')
  if (asked.responseMode !== undefined && asked.responseMode !== 'query') {
    throw new Failure('invalid_request', 'response_mode: must be query')
  }
  const codeChallenge = requireCodeChallenge(asked.codeChallenge, asked.codeChallengeMethod)
  // Nobody stays signed in here from one request to the next, so without a page nobody can be.
  if (asked.prompt?.split(' ').includes('none')) throw new Failure('login_required')
  return { codeChallenge, scope: grantScope(client, asked.scope) }
}

const triedAgain: readonly Failure['code'][] = [
  'invalid_credentials',
  'csrf_mismatch',
  'email_not_verified',
  'second_factor_required',
]

/** The code for somebody who has just proved who they are, or what the app is told instead. */
export const answerAuthorization = async (
  ctx: Context,
  policy: Policy,
  request: CodeRequested,
  person: { readonly user: Parameters<typeof issueCode>[2]['user']; readonly provider?: string },
): Promise<{ readonly kind: 'code'; readonly code: string } | AuthorizationRefused> => {
  try {
    return { kind: 'code', code: await issueCode(ctx, policy, { ...request, ...person }) }
  } catch (error) {
    const { redirectUri, state } = request
    const failure = asFailure(error)
    if (triedAgain.includes(failure.code)) throw failure
    return { kind: 'refused', redirectUri, state, failure }
  }
}

export interface FormProof {
  /** The cookie. */
  readonly session: string | undefined
  /** The hidden field. */
  readonly token: string
}

/** A form of ours on its way to one browser: nobody else can send it in that browser's name, not even once. */
export const startForm = (ctx: Context): { session: string; token: string } => {
  const session = ctx.ids.secret()
  return { session, token: formTokenOf(ctx, session) }
}

/** Refuses a form that does not belong to this browser. */
export const requireForm = (ctx: Context, { session, token }: FormProof): void => {
  if (!session || !equal(token, formTokenOf(ctx, session))) {
    throw new Failure('csrf_mismatch', 'The page was open for too long, or in two windows.')
  }
}

/**
 * Signs in at our page. A wrong password, an unproven address, a second factor, which nobody asks for here, or a form that
 * is too old is no end: the person may try again, and the app is not told.
 */
export const signInForCode = async (
  ctx: Context,
  policy: Policy,
  request: AuthorizationRequest,
  { form, email, password }: { form: FormProof; email: string; password: string },
): Promise<
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'again'; readonly failure: Failure }
  | AuthorizationRefused
> => {
  try {
    requireForm(ctx, form)
    const proven = await provePassword(ctx, {
      environment: request.environment,
      client: request.client,
      email,
      password,
    })
    if (proven.kind === 'verification_required') throw new Failure('email_not_verified')
    return await answerAuthorization(ctx, policy, request, { user: proven.user })
  } catch (error) {
    const failure = asFailure(error)
    if (!triedAgain.includes(failure.code)) throw failure
    return { kind: 'again', failure }
  }
}

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error
  throw error
}
