// Holds requests and answers to the contract, an operation at a time: what was compiled of it is looked up.
import { operations } from '../../generated/operations.ts'
import { refusals } from '../../generated/refusals.ts'
import { isLasting } from '../model/lasting.ts'
import { once } from '../model/once.ts'
import type { Answer, Checks, CompiledChecks, ReadableContract } from './checks.ts'
import type { Document, OperationObject, OperationTable, ResponseObject } from './document.ts'
import { resolve } from './document.ts'
import { requestChecker } from './request-checks.ts'
import { readNames } from './undeclared.ts'

/** Every operation's checks. Each is read when it is first needed, or by `load`: all of them are made ready behind the start. */
export const readContract = (
  { document, checksOf }: ReadableContract,
  table: OperationTable = operations,
  declared: Readonly<Record<string, readonly string[]>> = refusals,
): ReadonlyMap<string, Checks> =>
  new Map(
    Object.entries(table).map(([id, { method, path }]) => {
      const operation = document.paths[path]?.[method] as OperationObject
      const requestBody =
        operation.requestBody && resolve<NonNullable<OperationObject['requestBody']>>(document, operation.requestBody)
      const responses = Object.entries(operation.responses).map(
        ([status, response]) => [Number(status), resolve<ResponseObject>(document, response)] as const,
      )
      const compiled = once(() => checksOf(id))
      const checkers = new Map(
        responses.map(([status, response]) => [status, answerChecker(document, response, status, compiled)]),
      )
      const request = requestChecker(document, { path, operation, requestBody }, compiled)
      return [
        id,
        {
          consumes: Object.keys(requestBody?.content ?? {}),
          bodyRequired: requestBody?.required ?? false,
          names: readNames(document, path, method),
          produces: new Map(responses.map(([status, response]) => [status, declaredOf(response)])),
          refusals: new Set(declared[id]),
          checkRequest: request.check,
          checkBody: request.checkBody,
          checkAnswer: (answer) => {
            const check = checkers.get(answer.status)
            return check ? check(answer) : `status ${answer.status} is not declared`
          },
          load: request.load,
        },
      ]
    }),
  )

const declaredOf = ({ content, headers }: ResponseObject) => ({
  types: Object.keys(content ?? {}),
  headers: new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase())),
})

const answerChecker = (
  document: Document,
  response: ResponseObject,
  status: number,
  compiled: () => CompiledChecks,
): ((answer: Answer) => string | undefined) => {
  const types = new Set(Object.keys(response.content ?? {}))
  const required = Object.entries(response.headers ?? {})
    .filter(([, header]) => resolve<{ required?: boolean }>(document, header).required)
    .map(([name]) => name.toLowerCase())
  /** Of the bodies that never change those that were found to keep it, by their media type. */
  const keeping = new WeakMap<object, string>()
  return ({ type, body, headers }) => {
    const missing = required.find((name) => !headers.has(name))
    if (missing) return `header ${missing} is missing`
    if (types.size === 0) return body === undefined ? undefined : 'the answer must be empty'
    if (body === undefined) return 'the body is missing'
    if (!type || !types.has(type)) return `media type ${type} is not declared`
    const validate = compiled().answers[status]?.[type]
    if (!validate) return typeof body === 'string' ? undefined : 'the body must be text'
    if (typeof body === 'object' && body !== null && keeping.get(body) === type) return undefined
    if (!validate({ response: body })) return JSON.stringify(validate.errors?.slice(0, 3))
    if (isLasting(body)) keeping.set(body, type)
    return undefined
  }
}
