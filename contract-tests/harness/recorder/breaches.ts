// Whether an answer keeps what the contract declares for it.
import { isDeepStrictEqual } from 'node:util'
import { type ErrorObject, Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OperationId } from '../../../generated/operations.ts'
import { shown } from '../words/differences.ts'
import { type Answer, type DeclaredResponse, type Json, declared, document, mediaTypeOf } from '../contract/contract.ts'

let made: Ajv2020 | undefined

/** Made when the first answer is looked at: the process that only counts the cases never does. */
const checks = (): Ajv2020 => {
  if (made) return made
  made = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: true,
    verbose: true,
    // That its schemas are schemas is held where the contract is generated.
    meta: false,
    validateSchema: false,
    // Most schemas check a few answers: to make their code shorter takes longer than it saves.
    code: { optimize: false },
  })
  addFormats.default(made)
  return made.addSchema(document, 'contract')
}

const surfaceOf = (id: OperationId) => id.slice(0, id.indexOf('.'))
const nameOfCookie = (cookie: string) => cookie.slice(0, cookie.indexOf('='))

/** What of the contract an answer breaks; empty when it keeps it. */
export const breaches = (id: OperationId, answer: Answer): string[] => {
  const response = declared.get(id)!.responses.get(answer.status)
  if (!response) return [`status ${answer.status} is not declared`]
  return [
    ...headerBreaches(response, answer),
    ...answer.cookies.flatMap((cookie) => cookieBreaches(id, cookie)),
    ...bodyBreaches(response, answer),
  ]
}

const headerBreaches = ({ headers }: DeclaredResponse, answer: Answer): string[] =>
  Object.entries(headers).flatMap(([name, { required, isInteger, pointer }]) => {
    const sent = name === 'set-cookie' ? answer.cookies.join('\n') || null : answer.headers.get(name)
    if (sent === null) return required ? [`header ${name} is missing`] : []
    return problemsOf(pointer, isInteger ? Number(sent) : sent).map((problem) => `header ${name}: ${problem}`)
  })

/** Cookies as the examples of each surface have them, by name: attributes alone. */
const exampleCookies: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  [...Map.groupBy(declared.values(), ({ id }) => surfaceOf(id))].map(([surface, operations]) => {
    const responses = operations.flatMap(({ responses }) => [...responses.values()])
    return [
      surface,
      Map.groupBy(
        responses.flatMap(({ headers }) => headers['set-cookie']?.examples ?? []),
        nameOfCookie,
      ),
    ]
  }),
)

/** What a cookie says of itself, apart from its value and how long it stays. */
const attributesOf = (cookie: string): string[] =>
  cookie
    .split('; ')
    .slice(1)
    .filter((part) => !part.startsWith('Max-Age='))
    // Providers that send a form need None, until the browser is back.
    .filter((part) => !(/^provider_flow=[^;]/.test(cookie) && part.startsWith('SameSite=')))
    .sort()

const maxAgeOf = (cookie: string) => Number(/; Max-Age=(\d+)/.exec(cookie)?.[1] ?? Infinity)

/** A cookie is weakened by one attribute: it has all that an example of its surface has, and lives no longer. */
const cookieBreaches = (id: OperationId, cookie: string): string[] => {
  const name = nameOfCookie(cookie)
  const examples = exampleCookies.get(surfaceOf(id))?.get(name)
  // What stands in front of a server, such as a load balancer, has cookies of its own.
  if (!examples) return []
  const kept = examples.some(
    (example) =>
      isDeepStrictEqual(attributesOf(example), attributesOf(cookie)) && maxAgeOf(cookie) <= maxAgeOf(example),
  )
  return kept ? [] : [`cookie ${name} is none of ${examples.map((one) => one.replace(/=[^;]*/, '=…')).join(' or ')}`]
}

const bodyBreaches = ({ content }: DeclaredResponse, answer: Answer): string[] => {
  if (Object.keys(content).length === 0) return answer.text === '' ? [] : ['the answer must be empty']
  const type = mediaTypeOf(answer)
  const media = Object.hasOwn(content, type) ? content[type] : undefined
  return media ? problemsOf(media.pointer, answer.body) : [`content type ${type} is not declared`]
}

const validators = new Map<string, ReturnType<Ajv2020['getSchema']>>()

const problemsOf = (pointer: string, value: unknown): string[] => {
  const validate = validators.get(pointer) ?? checks().getSchema(`contract${encodeURI(pointer)}`)
  validators.set(pointer, validate)
  if (!validate) return [`no schema at ${pointer}`]
  return validate(value) ? [] : [...new Set((validate.errors ?? []).map(inWords))]
}

/** What one rule of a schema finds, by the name of the field. */
const inWords = ({ instancePath, keyword, params, message, data }: ErrorObject): string => {
  const place = instancePath.slice(1).replaceAll('/', '.')
  const inside = (name: unknown) => [place, String(name)].filter((part) => part !== '').join('.')
  if (keyword === 'required') return `${inside(params.missingProperty)} is missing`
  if (/^(additional|unevaluated)Properties$/.test(keyword)) {
    const name = String(params.additionalProperty ?? params.unevaluatedProperty)
    return `${inside(name)} is not declared: ${shown((data as Json)[name], name)}`
  }
  const rule = keyword === 'enum' ? `must be one of ${(params.allowedValues as unknown[]).join(', ')}` : message
  return `${place || 'the whole of it'} ${rule} and is ${shown(data, place.split('.').at(-1))}`
}
