// The pipeline for who implements the contract in a server of their own: `countersign/http`. Routing, checks of requests and answers,
// refusals in each surface's words, and sending are ours; what answers, and who may ask, is theirs.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Handle, type Handlers, type OperationId, type Surface, operations } from '../../generated/operations.ts'
import { readContract } from '../http/contract.ts'
import { createApp } from '../http/create-app.ts'
import { ownContract, publishedContract } from '../http/own-contract.ts'
import { systemClock } from '../outside/clock.ts'
import { createIds } from '../outside/ids.ts'
import { createLog } from '../outside/log.ts'
import type { Authenticate, Host, HostOf, OriginRules, RequestContext, Spoken } from '../request-context.ts'

export { Failure } from '../model/failure.ts'
export type { ErrorCode } from '../../generated/errors.ts'
export type { Authenticate, RequestContext } from '../request-context.ts'

/** What an operation is given beside its input: what http knows, your own things, and who asks. */
export type ContextWith<
  Own extends object,
  Caller extends { readonly kind: string } = { readonly kind: 'nobody' },
> = Omit<RequestContext, 'caller'> & Own & { readonly caller: Caller | { readonly kind: 'nobody' } }

type Tag = (typeof operations)[OperationId]['tag']

/** All handlers of one resource, by its tag such as `account.waitlists`: one that is missing does not compile. */
export type Resource<Of extends Tag, Ctx> = {
  readonly [
    Id in OperationId as (typeof operations)[Id]['tag'] extends Of
      ? Id extends `${Surface}.${infer Verb}`
        ? Verb
        : never
      : never
  ]: Handle<Id, Ctx>
}

type Some<Ctx> = { readonly [S in Surface]?: Partial<Handlers<Ctx>[S]> }

interface Common<Ctx extends RequestContext> {
  /** Where people reach this server, such as `https://auth.example.com`: pages of this origin may ask. */
  readonly publicUrl: string
  /** What your handlers find in their context: a database, a clock. */
  readonly own: Omit<Ctx, keyof RequestContext>
  /** Turns credentials into callers, by the names of the contract's security schemes. A handler that needs one is refused a start without it. */
  readonly schemes?: Readonly<Record<string, Authenticate<Ctx>>>
  /** Other origins whose pages may ask and read. */
  readonly origins?: readonly string[]
  /** Addresses or ranges of proxies whose X-Forwarded-For counts. */
  readonly trustedProxies?: readonly string[]
  /** Whether an error means that something this server stands on is out of reach: 503 instead of 500. */
  readonly isUnavailable?: (error: unknown) => boolean
  /** A logger of your own; lines of JSON, from warnings up, otherwise. */
  readonly log?: Host['log']
}

/** All handlers, or with `partial` some: what has none answers 501 in its surface's words. */
export type BackendParts<Ctx extends RequestContext> = Common<Ctx> &
  (
    | { readonly partial?: false; readonly handlers: Handlers<Ctx> }
    | { readonly partial: true; readonly handlers: Some<Ctx> }
  )

/** Answers requests of `node:http`: `createServer(backend)`. */
export type Backend = (req: IncomingMessage, res: ServerResponse) => void

export const createBackend = <Ctx extends RequestContext>(parts: BackendParts<Ctx>): Backend => {
  const handlers: Some<Ctx> = parts.handlers
  const host: Host = {
    config: { mode: 'production', publicUrl: parts.publicUrl, trustedProxies: parts.trustedProxies ?? [] },
    ids: createIds(systemClock),
    log: parts.log ?? createLog({ level: 'warn' }),
    contract: {
      get document() {
        return publishedContract().document
      },
    },
    sandbox: null,
    draining: () => false,
  }
  const named = new Set(parts.origins)
  const rule = async (_ctx: Ctx, origin: string) => named.has(origin)
  const origins: OriginRules<Ctx> = { isKnown: rule, mayPreflight: rule, mayAct: rule, mayRead: rule }
  const spoken = (surface: Surface): Spoken<Ctx> => ({
    handlers: handlers[surface] ?? {},
    schemes: parts.schemes ?? {},
    origins,
  })
  const names = new Set(Object.values(operations).map(({ surface }) => surface))
  // Every surface has an operation, and so is among them.
  const surfaces = Object.fromEntries([...names].map((name) => [name, spoken(name)])) as Record<Surface, Spoken<Ctx>>
  const has = (id: string, surface: Surface) =>
    (handlers[surface] as Record<string, unknown> | undefined)?.[id.slice(surface.length + 1)] !== undefined
  const served = Object.entries(operations).filter(([id, { surface }]) => has(id, surface))
  return createApp<Ctx>({
    world: { ...host, ...parts.own } as HostOf<Ctx>,
    surfaces,
    document: ownContract().document,
    checks: readContract(ownContract(), Object.fromEntries(served)),
    assets: new Map(),
    isPartial: parts.partial === true,
    isUnavailable: parts.isUnavailable ?? (() => false),
    refusalPage: ({ title, detail }) => ({ body: refusalPage(title, detail ?? '') }),
  })
}

const refusalPage = (title: string, text: string): string => {
  const [heading, line] = [title, text].map((one) =>
    one.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${heading}</title><h1>${heading}</h1><p>${line}</p></html>`
}
