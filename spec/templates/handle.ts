// What a handler is given and what it may return, by the contract. `npm run generate` puts a copy into generated/.
import type { errorMediaType } from '../../generated/errors.ts'
import type { operations } from '../../generated/operations.ts'
import type { components, operations as Operations } from '../../generated/schema.ts'

export type OperationId = keyof typeof operations
export type Surface = (typeof operations)[OperationId]['surface']

/** The schemas of the contract, by name. */
export type Wire = components['schemas']

/** A cookie of an answer. Always Secure. */
export interface Cookie {
  name: string
  value: string
  /** Seconds; 0 clears the cookie. */
  maxAge: number
  path: string
  sameSite: 'Lax' | 'Strict' | 'None'
  httpOnly: boolean
}

type Given<K extends OperationId, Place extends 'path' | 'query' | 'header' | 'cookie'> = [
  NonNullable<Operations[K]['parameters'][Place]>,
] extends [never]
  ? Record<string, never>
  : NonNullable<Operations[K]['parameters'][Place]>

type LowerCased<Headers> = { [Name in keyof Headers as Lowercase<Name & string>]: Headers[Name] }

type Body<RequestBody> =
  | (NonNullable<RequestBody> extends { content: infer Content } ? Content[keyof Content] : undefined)
  | (undefined extends RequestBody ? undefined : never)

/** A request that passed the contract. Header names are in lower case; a body that may be absent is undefined then. */
export interface Input<K extends OperationId> {
  path: Given<K, 'path'>
  query: Given<K, 'query'>
  headers: LowerCased<Given<K, 'header'>>
  cookies: Given<K, 'cookie'>
  body: Body<Operations[K]['requestBody']>
}

type Responses<K extends OperationId> = Operations[K]['responses']
type IsRefusal<Status> = Status extends number ? (`${Status}` extends `${4 | 5}${string}` ? true : false) : false
type ErrorMedia<K extends OperationId> = (typeof errorMediaType)[(typeof operations)[K]['surface']]

/** What is left when refusals are taken out: those are thrown, never returned. */
type Returned<K extends OperationId, Status, Content> =
  IsRefusal<Status> extends true ? Omit<Content, ErrorMedia<K>> : Content

interface Beside {
  headers?: Record<string, string>
  cookies?: Cookie[]
}

type WithBody<Status, Content> = {
  [Type in keyof Content]: Beside & { status: Status; body: Content[Type] } & ([keyof Content] extends [Type]
      ? { type?: Type }
      : { type: Type })
}[keyof Content]

type Empty<Status> =
  IsRefusal<Status> extends true ? never : Beside & { status: Status; body?: undefined; type?: undefined }

type Answer<K extends OperationId, Status extends keyof Responses<K>> = Responses<K>[Status] extends {
  content: infer Content
}
  ? WithBody<Status, Returned<K, Status, Content>>
  : Empty<Status>

/** What a handler may return: the declared statuses that are no refusals, each with its body. */
export type Reply<K extends OperationId> = { [Status in keyof Responses<K>]: Answer<K, Status> }[keyof Responses<K>]

export type Handle<K extends OperationId, Context> = (input: Input<K>, ctx: Context) => Promise<Reply<K>>
