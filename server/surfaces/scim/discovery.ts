// What this service does of SCIM (RFC 7643 sections 5 to 7).
import type { Context } from '../../context.ts'
import { mostOnPage } from '../../identity/directory/directory-users.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle, Wire } from '../handle.ts'
import { locationOf, toPage, urns } from './views.ts'

/** Whoever asks for some would take all for them (RFC 7644 section 4). */
const requireNoFilter = ({ filter }: { readonly filter?: string }): void => {
  if (filter !== undefined) throw new Failure('filter_not_taken')
}

const urnOf = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:${name}`

export const getServiceProviderConfig: Handle<'scim.getServiceProviderConfig'> = async ({ query }, ctx) => {
  requireNoFilter(query)
  return { status: 200, body: serviceProviderConfig(ctx) }
}

const serviceProviderConfig = (ctx: Context): Wire['ScimServiceProviderConfig'] => ({
  schemas: [urnOf('ServiceProviderConfig')],
  documentationUri: `${ctx.config.publicUrl}/docs`,
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: mostOnPage },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: mostOnPage,
    maxPageSize: mostOnPage,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'SCIM token',
      description: 'A token that an administrator makes, sent as Authorization: Bearer.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: locationOf(ctx, 'ServiceProviderConfig') },
})

const resourceTypes = (ctx: Context): Wire['ScimResourceType'][] =>
  [
    { name: 'User', description: 'A person who signs in.' },
    { name: 'Group', description: 'A role that users hold.' },
  ].map(({ name, description }) => ({
    schemas: [urnOf('ResourceType')],
    id: name,
    name,
    endpoint: `/${name}s`,
    description,
    schema: urnOf(name),
    meta: { resourceType: 'ResourceType', location: locationOf(ctx, `ResourceTypes/${name}`) },
  }))

export const listResourceTypes: Handle<'scim.listResourceTypes'> = async ({ query }, ctx) => {
  requireNoFilter(query)
  const found = resourceTypes(ctx)
  return { status: 200, body: toPage(found, found.length, 1) }
}

export const getResourceType: Handle<'scim.getResourceType'> = async ({ path }, ctx) => {
  const found = resourceTypes(ctx).find(({ id }) => id === path.typeId)
  if (!found) throw new Failure('not_found')
  return { status: 200, body: found }
}

const part = (
  name: string,
  description: string,
  more: Partial<Wire['ScimSubAttribute']> = {},
): Wire['ScimSubAttribute'] => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})

const readOnly = { mutability: 'readOnly' } as const

const attributesOf: Readonly<Record<'User' | 'Group', Wire['ScimAttribute'][]>> = {
  User: [
    part('userName', 'What the directory calls them.', { required: true, uniqueness: 'server' }),
    {
      ...part('name', 'What they are called.', { type: 'complex' }),
      subAttributes: [part('givenName', 'First name.'), part('familyName', 'Last name.')],
    },
    part('displayName', 'The name to show.', readOnly),
    {
      ...part('emails', 'Their address; of several the primary one, or that of type work.', {
        type: 'complex',
        multiValued: true,
      }),
      subAttributes: [
        part('value', 'The address.', { uniqueness: 'server' }),
        part('type', 'Work; whatever else is said counts as it.', { canonicalValues: ['work'] }),
        part('primary', 'Whether it is the one that counts.', { type: 'boolean' }),
      ],
    },
    part('active', 'Whether they may sign in.', { type: 'boolean' }),
    {
      ...part('groups', 'Groups that they are in.', { type: 'complex', multiValued: true, ...readOnly }),
      subAttributes: [
        part('value', 'The group.', readOnly),
        part('display', 'Its name.', readOnly),
        part('type', 'Always direct.', readOnly),
      ],
    },
  ],
  Group: [
    part('displayName', 'Its name.', { required: true, uniqueness: 'server' }),
    {
      ...part('members', 'Who is in it.', { type: 'complex', multiValued: true }),
      subAttributes: [
        part('value', 'The user.', { mutability: 'immutable', caseExact: true }),
        part('$ref', 'Where the user is; not looked at.', {
          type: 'reference',
          referenceTypes: ['User'],
          mutability: 'immutable',
          caseExact: true,
        }),
        part('display', 'The name to show.', readOnly),
        part('type', 'User; whatever else is said counts as it.', {
          mutability: 'immutable',
          canonicalValues: ['User'],
        }),
      ],
    },
  ],
}

const schemas = (ctx: Context): Wire['ScimSchema'][] =>
  (['User', 'Group'] as const).map((name) => ({
    schemas: [urnOf('Schema')],
    id: name === 'User' ? urns.user : urns.group,
    name,
    description: name === 'User' ? 'A person who signs in.' : 'A role that users hold.',
    attributes: attributesOf[name],
    meta: { resourceType: 'Schema', location: locationOf(ctx, `Schemas/${urnOf(name)}`) },
  }))

export const listSchemas: Handle<'scim.listSchemas'> = async ({ query }, ctx) => {
  requireNoFilter(query)
  const found = schemas(ctx)
  return { status: 200, body: toPage(found, found.length, 1) }
}

export const getSchema: Handle<'scim.getSchema'> = async ({ path }, ctx) => {
  const found = schemas(ctx).find(({ id }) => id.toLowerCase() === path.schemaUrn.toLowerCase())
  if (!found) throw new Failure('not_found')
  return { status: 200, body: found }
}
