// Binds each operation of the contract to what its requests pass: checks, credentials, origins, and the handler.
import { type Surface, operations } from '../../generated/operations.ts'
import type { Host, RequestContext } from '../request-context.ts'
import type { AppParts } from './app-parts.ts'
import { type Identify, createIdentify } from './authenticate.ts'
import { type OriginPolicy, originPolicyOf } from './check-origin.ts'
import type { Checks } from './checks.ts'
import { type Document, type OperationObject, type OperationTable, resolve } from './document.ts'
import { type FindClient, createFindClient } from './named-client.ts'
import type { Outgoing } from './send.ts'

type Handler<Ctx> = (parts: object, ctx: Ctx) => Promise<Outgoing>

export interface Operation<Ctx extends RequestContext> {
  readonly id: string
  readonly surface: Surface
  readonly checks: Checks
  /** The headers that it reads, in lower case. */
  readonly headers: readonly string[]
  /** Null where nobody is asked who they are. */
  readonly identify: Identify<Ctx> | null
  readonly policy: OriginPolicy
  readonly findClient: FindClient<Ctx> | null
  readonly handler: Handler<Ctx>
  readonly consumesLink: boolean
  readonly writes: OperationObject['x-writes']
}

/** The operations that this world serves, by their ids. */
export const bindOperations = <Ctx extends RequestContext>({
  world,
  document = world.contract.document as Document,
  surfaces,
  checks,
  operations: table = operations,
  isPartial = false,
}: AppParts<Ctx>): ReadonlyMap<string, Operation<Ctx>> => {
  const bound = new Map<string, Operation<Ctx>>()
  for (const [id, { surface, method, path }] of Object.entries(table)) {
    const operation = operationOf(document, { method, path })
    const handler = (surfaces[surface].handlers as Record<string, Handler<Ctx>>)[id.slice(surface.length + 1)]!
    if (isLeftOut(world, operation) || (isPartial && !handler)) continue
    bound.set(id, {
      id,
      surface,
      checks: checks.get(id)!,
      headers: ['authorization', ...headersOf(document, operation)],
      identify: createIdentify(document, path, operation, surfaces[surface]),
      policy: originPolicyOf(method, operation, world.sandbox !== null),
      findClient: createFindClient(
        document,
        operation,
        document.paths[path]?.parameters as readonly object[] | undefined,
        surfaces[surface].clients,
      ),
      handler,
      consumesLink: operation['x-consumes-link'] === true,
      writes: operation['x-writes'],
    })
  }
  return bound
}

export const operationOf = (document: Document, { method, path }: Pick<OperationTable[string], 'method' | 'path'>) =>
  document.paths[path]?.[method] as OperationObject

/** Of what is the sandbox's there is nothing outside of it; the reference may be switched off. */
export const isLeftOut = ({ sandbox, config }: Host, operation: OperationObject): boolean =>
  (operation['x-sandbox'] === true && sandbox === null) || (operation['x-reference'] === true && config.docs === false)

const headersOf = (document: Document, { parameters = [] }: OperationObject): string[] =>
  parameters
    .map((parameter) => resolve<{ in: string; name: string }>(document, parameter))
    .flatMap((parameter) => (parameter.in === 'header' ? [parameter.name.toLowerCase()] : []))
