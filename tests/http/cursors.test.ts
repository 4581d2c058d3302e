// No list ends silently: whoever reads one can go on, or there cannot be more than its answer holds. Found in the contract itself.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Document, type OperationObject, type ResponseObject, resolve } from '../../server/http/document.ts'
import { type Quota, type QuotaName, quotas } from '../../server/model/quotas.ts'

const document = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as Document

interface Schema {
  readonly type?: string | readonly string[]
  readonly maxItems?: number
  readonly properties?: Record<string, Schema>
}

const roles = 'the quota rolesPerEnvironment: 500 at most'

/** Lists that are paged by numbers alone, and why that is enough. */
const byNumbersAlone: Readonly<Record<string, string>> = {
  'account.listClients': 'the quota clientsPerAccount: a hundred',
  'account.listWaitlists': 'the quota waitlistsPerUser: a hundred',
  'app.listPermissions': 'the quota permissionsPerEnvironment: 500 at most',
  'app.listRoles': roles,
  'scim.listGroups': roles,
  'scim.search': 'whoever has more than a few asks scim.searchUsers: RFC 7644 section 3.4.2.4 counts from startIndex',
  'scim.searchGroups': roles,
}

/** Lists that are always whole, by the quotas that see to it: their product is what there can be, whatever is set. */
const byQuota: Readonly<Record<string, readonly QuotaName[]>> = {
  'account.listIdentities': ['identitiesPerUser'],
  'account.listPasskeys': ['passkeysPerUser'],
  'account.listSessions': ['sessionsPerUser'],
  'app.getRolePermissions': ['permissionsPerEnvironment'],
  'app.listIdentities': ['identitiesPerUser'],
  'app.listPasskeys': ['passkeysPerUser'],
  'app.listSessions': ['sessionsPerUser'],
  'platform.getAppRolePermissions': ['permissionsPerEnvironment'],
  'platform.listAppEmailTemplates': ['mailTemplatesPerApplication'],
  'platform.listAppPermissions': ['permissionsPerEnvironment', 'environmentsPerApplication'],
  'platform.listAppRoles': ['rolesPerEnvironment', 'environmentsPerApplication'],
  'platform.listAppWebhooks': ['webhooksPerTenant'],
  'platform.listApplications': ['applicationsPerTenant'],
  'platform.listMembers': ['administratorsPerTenant'],
  'platform.listPasskeys': ['passkeysPerUser'],
  'platform.listPlatformInvitations': ['administratorsPerTenant'],
  'platform.listSessions': ['sessionsPerUser'],
  'platform.listTenantApiKeys': ['keysPerEnvironment'],
  'platform.listWebhooks': ['webhooksPerTenant'],
  'project.listIdentities': ['identitiesPerUser'],
  'project.listPasskeys': ['passkeysPerUser'],
  'project.listSessions': ['sessionsPerUser'],
}

const oneApp = 'a user has one authenticator app: the user is the key of its table'

/** The others that are always whole, and why. */
const byNature: Readonly<Record<string, string>> = {
  'account.listAuthenticatorApps': oneApp,
  'account.listLoginMethods': 'the ways to sign in that there are',
  'app.listAuthenticatorApps': oneApp,
  'platform.getApplicationActivity': 'a row a day, for 90 days at most',
  'platform.initializeEmailTemplates': 'the kinds of mail that there are',
  'platform.listAppOrganizationRoles':
    'three roles of each environment, of which the quota environmentsPerApplication allows 20',
  'platform.listAuthenticatorApps': oneApp,
  'platform.listEmailTemplates': 'the kinds of mail that there are',
  'project.listAuthenticatorApps': oneApp,
  'scim.listResourceTypes': 'what the service is made of',
  'scim.listSchemas': 'what the service is made of',
  'service.listPasskeyOrigins': 'the setting of the operator',
}

const schemaOf = (schema: object): Schema => resolve<Schema>(document, schema)

const isNumber = (schema: Schema): boolean => schemaOf(schema).type === 'integer'

const propertiesOf = (content: Readonly<Record<string, { readonly schema?: object }>> = {}): Record<string, Schema> => {
  const [, said] = Object.entries(content).find(([type]) => type.endsWith('json')) ?? []
  return schemaOf(said?.schema ?? {}).properties ?? {}
}

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

const answerOf = ({ responses }: OperationObject) =>
  propertiesOf(resolve<ResponseObject>(document, responses['200'] ?? {}).content)

/** What its page has, and what says where it stands. */
const givenBy = (operation: OperationObject): string[] => {
  const properties = answerOf(operation)
  return [...Object.keys(properties), ...Object.keys(schemaOf(properties['pagination'] ?? {}).properties ?? {})]
}

const numbers = ['offset', 'page', 'startIndex']

interface List {
  readonly id: string
  readonly taken: Record<string, Schema>
  readonly given: readonly string[]
  readonly maxItems: number
}

/** What is called a list, or answers with rows and nothing else. What the sandbox shows its developer is the newest, and says so. */
const lists: readonly List[] = Object.values(document.paths)
  .flatMap((item) => ['get', 'post'].flatMap((method) => (item[method] ? [item[method] as OperationObject] : [])))
  .filter((operation) => !operation['x-sandbox'])
  .flatMap((operation) => {
    const { operationId: id } = operation
    const answer = answerOf(operation)
    const rows = ['data', 'Resources', 'origins', 'methods'].map((name) => schemaOf(answer[name] ?? {}))
    const { maxItems } = rows.find(({ type }) => type === 'array') ?? {}
    const isList = maxItems !== undefined || (/\.(list|search)/.test(id) && Object.keys(answer).length > 0)
    return isList ? [{ id, taken: takenBy(operation), given: givenBy(operation), maxItems: maxItems ?? 0 }] : []
  })

const isPagedByNumbers = ({ taken }: List) => numbers.some((name) => taken[name] && isNumber(taken[name]))
const hasCursor = ({ taken, given }: List) =>
  'cursor' in taken && (given.includes('nextCursor') || given.includes('next_cursor'))
const idsOf = (found: readonly List[]) => found.map(({ id }) => id).sort()

describe('every list', () => {
  it('is seen', () => {
    expect(lists.length).toBeGreaterThan(60)
    expect(lists.filter(({ maxItems }) => maxItems === 0)).toEqual([])
  })

  it('that is paged by numbers takes a cursor, and gives the next one', () => {
    expect(idsOf(lists.filter((one) => isPagedByNumbers(one) && !hasCursor(one)))).toEqual(Object.keys(byNumbersAlone))
  })

  it('that has no pages takes a cursor too, or cannot be longer than its answer', () => {
    const known = [...Object.keys(byQuota), ...Object.keys(byNature)].sort()
    expect(idsOf(lists.filter((one) => !isPagedByNumbers(one) && !hasCursor(one)))).toEqual(known)
  })

  it.each(Object.entries(byQuota))('%s is as long as its quotas let it be, whatever is set', (id, names) => {
    const { maxItems = 0 } = lists.find((one) => one.id === id) ?? {}
    const most = names.map((name): Quota => quotas[name]).reduce((product, { most = Infinity }) => product * most, 1)
    expect(most).toBeLessThanOrEqual(maxItems)
  })
})
