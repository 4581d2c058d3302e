// Directories of the sandbox's environment and of an organization, and what they say.
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf, type Founder } from '../harness/seeds/backend.ts'
import { demoApp } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

export const nobody = '0199c0de-0000-7000-8000-00000000dead'
export const bearer = demoApp.scimToken

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export const liddell = {
  schemas: [userUrn],
  userName: 'alice@example.com',
  externalId: '00u1alice',
  name: { givenName: 'Alice', familyName: 'Liddell' },
  emails: [{ value: 'alice@example.com', primary: true }],
  active: true,
} satisfies Wire['ScimUserGiven']

export const named = (userName: string, more: Partial<Wire['ScimUserGiven']> = {}): Wire['ScimUserGiven'] => ({
  schemas: [userUrn],
  userName,
  ...more,
})

export const groupOf = (displayName: string, members: readonly string[] = []): Wire['ScimGroupGiven'] => ({
  schemas: [groupUrn],
  displayName,
  members: members.map((value) => ({ value })),
})

export const patch = (...operations: Wire['ScimPatch']['Operations']): Wire['ScimPatch'] => ({
  schemas: [patchUrn],
  Operations: operations,
})

/** A user that the directory makes; where nothing is made, one of the examples. */
export const provision = async (
  seeds: Seeds,
  token: string,
  body: Wire['ScimUserGiven'],
): Promise<Wire['ScimUser']> => {
  const answer = await seeds.call('scim.createUser', { bearer: token, body })
  return (answer?.body as Wire['ScimUser'] | undefined) ?? { schemas: [userUrn], id: nobody }
}

export const withUser = async (seeds: Seeds) => {
  const user = await provision(seeds, bearer, liddell)
  return { bearer, user, path: { userId: user.id } }
}

export const withGroup = async (seeds: Seeds) => {
  const { user } = await withUser(seeds)
  const answer = await seeds.call('scim.createGroup', { bearer, body: groupOf('Editors', [user.id]) })
  const group = (answer?.body as Wire['ScimGroup'] | undefined) ?? { schemas: [groupUrn], id: nobody }
  return { bearer, user, group, path: { groupId: group.id } }
}

/** An organization of a tenant's application, and its directory. */
export const company = async (seeds: Seeds, founder: Founder = dana) => {
  const administrator = await seeds.administrator(founder)
  const app = await seeds.application(administrator)
  const stage = stageOf(app)
  const asked = { bearer: administrator.access_token, path: { appId: app.id } }
  const made = await seeds.call('platform.createAppOrganization', {
    ...asked,
    body: { name: 'Wonderland', slug: 'wonderland', environmentId: stage.id },
  })
  const orgId = (made?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  const tokenFor = async (organizationId: string | null) => {
    const body = { name: 'Directory', environmentId: stage.id, keyType: 'scim', organizationId } as const
    const answer = await seeds.call('platform.createAppApiKey', { ...asked, body })
    return (answer?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? bearer
  }
  return { asked, stage, orgId, token: await tokenFor(orgId), wholeToken: await tokenFor(null) }
}

/** The same, with a member whom its directory has made. */
export const companyWithMember = async (seeds: Seeds) => {
  const made = await company(seeds)
  const member = await provision(seeds, made.token, liddell)
  return { ...made, member }
}

export const readUser = async (seeds: Seeds, token: string, userId: string) =>
  seeds.call('scim.getUser', { bearer: token, path: { userId } })
