// Whoever pages through a list by its numbers can go on from a cursor too, which reads no more than the page; found in the contract itself.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Document, type OperationObject, type ResponseObject, resolve } from '../../server/http/document.ts'

const document = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as Document

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Record<string, Schema>
}

const scim = 'RFC 7644 section 3.4.2.4 counts from startIndex, and directories of companies know nothing else'

/** Lists that have no cursor, and why they need none. */
const without: Readonly<Record<string, string>> = {
  'account.listClients': 'the quota clientsPerAccount: a hundred',
  'account.listWaitlists': 'the quota waitlistsPerUser: a hundred',
  'app.listPermissions': 'the quota permissionsPerEnvironment: a hundred',
  'app.listRoles': 'the quota rolesPerEnvironment: a hundred',
  'scim.listGroups': scim,
  'scim.listUsers': scim,
  'scim.search': scim,
  'scim.searchGroups': scim,
  'scim.searchUsers': scim,
}

const isNumber = (schema: Schema): boolean => resolve<Schema>(document, schema).type === 'integer'

const propertiesOf = (content: Readonly<Record<string, { readonly schema?: object }>> = {}): Record<string, Schema> =>
  resolve<Schema>(document, content['application/json']?.schema ?? {}).properties ?? {}

/** What an operation takes in its query and its body. */
const takenBy = ({ parameters = [], requestBody }: OperationObject): Record<string, Schema> => ({
  ...Object.fromEntries(
    parameters
      .map((one) => resolve<{ name: string; in: string; schema: Schema }>(document, one))
      .filter((one) => one.in === 'query')
      .map(({ name, schema }) => [name, schema]),
  ),
  ...propertiesOf(requestBody?.content),
})

/** What its page has, and what says where it stands. */
const givenBy = ({ responses }: OperationObject): string[] => {
  const properties = propertiesOf(resolve<ResponseObject>(document, responses['200'] ?? {}).content)
  const place = resolve<Schema>(document, properties['pagination'] ?? {}).properties
  return [...Object.keys(properties), ...Object.keys(place ?? {})]
}

const numbers = ['offset', 'page', 'startIndex']

const lists = Object.values(document.paths)
  .flatMap((item) => ['get', 'post'].flatMap((method) => (item[method] ? [item[method] as OperationObject] : [])))
  .map((operation) => ({ operation, taken: takenBy(operation) }))
  .filter(({ taken }) => numbers.some((name) => taken[name] && isNumber(taken[name])))

it('every list that is paged by numbers takes a cursor, and gives the next one', () => {
  expect(lists.length).toBeGreaterThan(15)
  const lacking = lists
    .filter(({ operation, taken }) => {
      const given = givenBy(operation)
      return !('cursor' in taken) || !(given.includes('nextCursor') || given.includes('next_cursor'))
    })
    .map(({ operation }) => operation.operationId)
  expect(lacking.sort()).toEqual(Object.keys(without))
})
