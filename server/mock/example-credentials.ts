// The credentials of a made-up world: those that stand in the examples of the contract.
import type { Surface } from '../../generated/operations.ts'
import {
  type Document,
  type MediaObject,
  type OperationObject,
  type ResponseObject,
  resolve,
} from '../http/document.ts'

/** Whether a credential stands in an example of a surface. */
export type IsExample = (surface: Surface, credential: string) => boolean

const credentialName = /^((registration_)?access_?token|refresh_?token|publishable_?key|key)$/i

/** Reads the values of all fields that hold a credential, in what operations take and in what they answer. */
export const readExampleCredentials = (document: Document): IsExample => {
  const bySurface = new Map<string, Set<string>>()
  for (const { parameters: _, ...item } of Object.values(document.paths)) {
    for (const operation of Object.values(item) as OperationObject[]) {
      const surface = operation.operationId.split('.')[0]!
      const found = bySurface.get(surface) ?? new Set<string>()
      bySurface.set(surface, found)
      for (const value of examplesOf(document, operation)) collect(value, found)
    }
  }
  return (surface, credential) => bySurface.get(surface)?.has(credential) ?? false
}

const examplesOf = (document: Document, { requestBody, responses }: OperationObject): unknown[] => {
  const parts = [...(requestBody ? [requestBody] : []), ...Object.values(responses)]
  return parts
    .map((part) => resolve<ResponseObject>(document, part))
    .flatMap(({ content = {} }) => Object.values<MediaObject>(content))
    .flatMap(({ examples = {} }) => Object.values(examples))
    .map((example) => resolve<{ readonly value: unknown }>(document, example).value)
}

const collect = (value: unknown, into: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) {
    if (typeof one === 'string' && credentialName.test(name)) into.add(one)
    else collect(one, into)
  }
}
