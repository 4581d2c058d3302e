// Which operation of the contract a request asks for, by its method and path.
import { type OperationId, operations } from '../../../generated/operations.ts'

const routes = (Object.keys(operations) as OperationId[])
  .map((id) => {
    const { method, path } = operations[id]
    const pattern = path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')
    return { id, method: method.toUpperCase(), pattern: new RegExp(`^${pattern}$`), open: path.split('{').length }
  })
  // What is said to the letter comes before what is left open.
  .sort((a, b) => a.open - b.open)

/** Undefined where the contract has no such operation. */
export const operationAt = (method: string, url: string): OperationId | undefined => {
  const path = url.split('?')[0]!
  return routes.find((route) => route.method === method && route.pattern.test(path))?.id
}
