import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { bearer, withGroup } from './directories.ts'

const unknown = { send: { bearer: 'scim_test_nobody' }, expect: { error: 'invalid_api_key' } } as const
const filtered = {
  send: { bearer, query: { filter: 'name eq "User"' } },
  expect: { error: 'filter_not_taken' },
} as const
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'

contract('scim.getServiceProviderConfig', {
  'says what there is': { send: { bearer }, expect: { status: 200, example: 'service_provider_config' } },
  'refuses a filter, which would seem to be taken': filtered,
  'refuses a token that nobody knows': unknown,
})

contract('scim.listResourceTypes', {
  'lists users and groups': { send: { bearer }, expect: { status: 200, example: 'resource_types' } },
  'refuses a filter, which would seem to be taken': filtered,
  'refuses a token that nobody knows': unknown,
})

contract('scim.getResourceType', {
  'gives one': { send: { bearer, path: { typeId: 'User' } }, expect: { status: 200, example: 'resource_type' } },
  'refuses what there is not': {
    send: { bearer, path: { typeId: 'Device' } },
    expect: { error: 'not_found' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_nobody', path: { typeId: 'User' } },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.listSchemas', {
  'lists what users and groups have, and nothing else': given(withGroup, {
    send: () => ({ bearer }),
    expect: { status: 200, example: 'group_schema_list' },
    then: async (seeds, answer, { user, group }) => {
      const { Resources } = answer.body as Wire['ScimSchemaList']
      const seen = (await seeds.call('scim.getUser', { bearer, path: { userId: user.id } }))?.body as Wire['ScimUser']
      const common = ['schemas', 'id', 'externalId', 'meta']
      for (const [index, resource] of [seen, group].entries()) {
        const { attributes } = Resources[index]!
        const kept = Object.entries(resource).filter(([name]) => !common.includes(name))
        expect(attributes.map(({ name }) => name).sort()).toEqual(kept.map(([name]) => name).sort())
        for (const [name, value] of kept.filter(([, one]) => typeof one === 'object')) {
          const parts = attributes.find((one) => one.name === name)!.subAttributes!.map((part) => part.name)
          const [held] = [value].flat() as object[]
          expect(Object.keys(held!).sort(), name).toEqual(parts.sort())
        }
      }
    },
  }),
  'refuses a filter, which would seem to be taken': filtered,
  'refuses a token that nobody knows': unknown,
})

contract('scim.getSchema', {
  'gives one': { send: { bearer, path: { schemaUrn: userUrn } }, expect: { status: 200, example: 'group_schema' } },
  'refuses what there is not': {
    send: { bearer, path: { schemaUrn: `${userUrn}s` } },
    expect: { error: 'not_found' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_nobody', path: { schemaUrn: userUrn } },
    expect: { error: 'invalid_api_key' },
  },
})
