import { contract } from '../harness/dsl/index.ts'
import { bearer } from './directories.ts'

const unknown = { send: { bearer: 'scim_test_nobody' }, expect: { error: 'invalid_api_key' } } as const
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'

contract('scim.getServiceProviderConfig', {
  'says what there is': { send: { bearer }, expect: { status: 200, example: 'service_provider_config' } },
  'refuses a token that nobody knows': unknown,
})

contract('scim.listResourceTypes', {
  'lists users and groups': { send: { bearer }, expect: { status: 200, example: 'resource_types' } },
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
  'lists what users and groups have': { send: { bearer }, expect: { status: 200, example: 'group_schema_list' } },
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
