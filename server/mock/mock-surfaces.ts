// What answers on the mock: the sandbox's pipeline, with Prism in the place of what an operation does. What says of the
// service itself where it is and what it has (its contract, keys, mails, faults and clock) does so here too.
import type { ErrorCode } from '../../generated/errors.ts'
import { type OperationId, type Surface, operations } from '../../generated/operations.ts'
import { refusals } from '../../generated/refusals.ts'
import type { Context } from '../context.ts'
import type { Document } from '../http/document.ts'
import { readExamples } from '../http/examples.ts'
import type { Outgoing } from '../http/send.ts'
import { requirePasswordLength } from '../identity/passwords/passwords.ts'
import { Failure } from '../model/failure.ts'
import { examplePageHeaders } from '../pages/content-security.ts'
import type { Authenticate, SurfaceModule } from '../surfaces/surface.ts'
import { type IsExample, readExampleCredentials } from './example-credentials.ts'
import type { ChooseAnswer } from './prism.ts'
import { finishExample, isSignedHere } from './sign-examples.ts'

export type Surfaces = { readonly [S in Surface]: SurfaceModule }

/** As far as a handler is known here. */
type Handler = (parts: RequestParts, ctx: Context) => Promise<Outgoing>
interface RequestParts {
  readonly path: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, unknown>>
  readonly cookies: Readonly<Record<string, string | undefined>>
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/** True on the mock as on the server. */
const own: ReadonlySet<OperationId> = new Set([
  'oauth.getConfiguration',
  'oauth.getJwks',
  'service.endFaults',
  'service.getClock',
  'service.getContract',
  'service.getGuide',
  'service.listFaults',
  'service.listGuides',
  'service.listMail',
  'service.listRequests',
  'service.moveClock',
  'service.setFault',
  'service.showAdminConsole',
  'service.showConsole',
  'service.showDocs',
  'service.showLanding',
  'service.showMail',
  'service.showMailbox',
  'service.showWebhooks',
])

export const createMockSurfaces = (surfaces: Surfaces, document: Document, choose: ChooseAnswer): Surfaces => {
  const isExample = readExampleCredentials(document)
  const find = readExamples(document, examplePageHeaders)
  const answer =
    (id: OperationId): Handler =>
    async (parts, ctx) => {
      requireTokens(id, isExample, parts)
      if (takesTokenInForm.has(id)) await requireAccessToken(ctx, operations[id].surface, isExample, parts)
      requireShortPasswords(parts)
      if (id === 'service.resetSandbox') putBack(ctx)
      const { status, isPage, body } = await choose(id, ctx.wantsPage ? acceptPage : acceptData)
      const example = find(id, { status }, isPage)
      return finishExample(ctx, id, body === undefined ? example : { ...example, body })
    }
  const mocked = Object.entries(surfaces).map(([name, module]) => {
    const surface = name as Surface
    const handlers = Object.keys(module.handlers).map((verb) => {
      const id = `${surface}.${verb}` as OperationId
      return [verb, own.has(id) ? (module.handlers as Record<string, Handler>)[verb]! : answer(id)] as const
    })
    const schemes = Object.entries(module.schemes).map(
      ([scheme, real]) => [scheme, knowingExamples(surface, isExample, document, scheme, real)] as const,
    )
    const { origins } = module
    return [surface, { handlers: Object.fromEntries(handlers), schemes: Object.fromEntries(schemes), origins }] as const
  })
  return Object.fromEntries(mocked) as Surfaces
}

const data = ['application/json', 'application/problem+json']
const acceptData = [...data, '*/*']
const acceptPage = ['text/html', ...acceptData]

/** A credential is good if an example has it, or the mock signed it, or the sandbox has it: nobody else is there. */
const knowingExamples =
  (surface: Surface, isExample: IsExample, document: Document, name: string, real: Authenticate): Authenticate =>
  async (ctx, credential) => {
    const scheme = document.components.securitySchemes[name]! as {
      readonly bearerFormat?: string
      readonly type: string
    }
    // Access tokens are no refresh tokens, which have no dots; who reads a tenant may have a key of it instead.
    const isJwt = credential.includes('.')
    const isRightKind =
      name === 'platformReader' ? isJwt || credential.startsWith('tk_') : scheme.bearerFormat !== 'JWT' || isJwt
    const isCookie = scheme.type === 'apiKey' && credential.includes('.')
    for (const one of new Set([surface, ...homeOf(name)])) {
      if (isRightKind && !isCookie && isExample(one, credential)) return { kind: 'nobody' }
      if (scheme.type === 'http' && (await isSignedHere(ctx, one, credential))) return { kind: 'nobody' }
    }
    return real(ctx, credential)
  }

/** The surface that gives out a scheme's credentials, by which it is called: that of `accountBearer` is `account`. */
const homeOf = (scheme: string): Surface[] =>
  [...new Set(Object.values(operations).map(({ surface }) => surface))].filter((surface) => scheme.startsWith(surface))

/** All that a mock keeps. */
const putBack = ({ sandbox }: Context): void => {
  sandbox?.clock.reset()
  sandbox?.faults.reset()
}

/** They are counted in a form that JSON Schema has no words for. */
const requireShortPasswords = ({ body }: RequestParts): void => {
  for (const name of ['password', 'newPassword', 'new_password']) {
    const password = body?.[name]
    if (typeof password === 'string') requirePasswordLength(password)
  }
}

/** RFC 6750 section 2.2: where the token may stand in the form, the contract cannot demand it in the header. */
const takesTokenInForm: ReadonlySet<OperationId> = new Set(['oauth.postUserinfo'])

const requireAccessToken = async (
  ctx: Context,
  surface: Surface,
  isExample: IsExample,
  { headers, body }: RequestParts,
): Promise<void> => {
  const token = String(body?.access_token ?? /^(?:Bearer|DPoP) (.+)$/i.exec(String(headers.authorization))?.[1] ?? '')
  if (token === '') throw new Failure('unauthorized')
  if (!isExample(surface, token) && !(await isSignedHere(ctx, surface, token))) throw new Failure('invalid_token')
}

const refreshNames = ['refresh_token', 'refreshToken', 'insforge_refresh_token'] as const

/** Refresh and CSRF tokens are no credentials to the contract: who needs one and has none is refused as by the server. */
const requireTokens = (id: OperationId, isExample: IsExample, { headers, cookies, body }: RequestParts): void => {
  const declares = (code: ErrorCode) => (refusals[id] as readonly string[]).includes(code)
  const { surface, method } = operations[id]
  const inBody = refreshNames.map((name) => body?.[name]).find((token) => token !== undefined)
  const inCookie = refreshNames.map((name) => cookies[name]).find((token) => token !== undefined)
  if (declares('csrf_session_missing') && !cookies.csrf_session) throw new Failure('csrf_session_missing')
  const isByCookie = inBody === undefined && (inCookie !== undefined || cookies.csrf_session !== undefined)
  const hasCsrfToken = Boolean(headers['x-csrf-token'] ?? body?.csrf_token)
  if (isByCookie && method !== 'get' && declares('csrf_mismatch') && !hasCsrfToken) throw new Failure('csrf_mismatch')
  const isRefresh = (body?.grant_type ?? 'refresh_token') === 'refresh_token'
  if (!declares('invalid_refresh_token') || !isRefresh) return
  if (!isExample(surface, String(inBody ?? inCookie ?? ''))) throw new Failure('invalid_refresh_token')
}
