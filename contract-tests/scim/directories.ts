// Directories of the sandbox's environment and of an organization, and what they say.
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf, type Founder } from '../harness/seeds/backend.ts'
import { alice, bob, demoApp, keyed } from '../harness/fixtures/people.ts'
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

export const groupOf = (
  displayName: string,
  members: readonly string[] = [],
  more: Partial<Wire['ScimGroupGiven']> = {},
): Wire['ScimGroupGiven'] => ({
  schemas: [groupUrn],
  displayName,
  members: members.map((value) => ({ value })),
  ...more,
})

export const searching = (more: Omit<Wire['ScimSearch'], 'schemas'> = {}): Wire['ScimSearch'] => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
  ...more,
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
  const body = groupOf('Editors', [user.id], { externalId: '00g1editors' })
  const answer = await seeds.call('scim.createGroup', { bearer, body })
  const group = (answer?.body as Wire['ScimGroup'] | undefined) ?? { schemas: [groupUrn], id: nobody }
  return { bearer, user, group, path: { groupId: group.id } }
}

/** An organization of a tenant's application, and its directory. */
export const company = async (seeds: Seeds, founder: Founder = dana) => {
  const administrator = await seeds.platformCaller(founder)
  const app = await seeds.application(administrator)
  const stage = stageOf(app)
  const asked = { bearer: administrator.access_token, path: { appId: app.id } }
  const organizationOf = async (slug: string, ownerId?: string) => {
    const body = { name: slug, slug, environmentId: stage.id, ...(ownerId && { ownerId }) }
    const made = await seeds.call('platform.createAppOrganization', { ...asked, body })
    return (made?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  }
  const tokenFor = async (organizationId: string | null) => {
    const body = { name: 'Directory', environmentId: stage.id, keyType: 'scim', organizationId } as const
    const answer = await seeds.call('platform.createAppApiKey', { ...asked, body })
    return (answer?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? bearer
  }
  const orgId = await organizationOf('wonderland')
  return {
    asked,
    stage,
    orgId,
    organizationOf,
    tokenFor,
    token: await tokenFor(orgId),
    wholeToken: await tokenFor(null),
  }
}

/** The same, with a member whom its directory has made. */
export const companyWithMember = async (seeds: Seeds) => {
  const made = await company(seeds)
  const member = await provision(seeds, made.token, liddell)
  return { ...made, member }
}

export const readUser = async (seeds: Seeds, token: string, userId: string) =>
  seeds.call('scim.getUser', { bearer: token, path: { userId } })

/** An organization that a person owns whom its directory has not made. */
export const ownedByStranger = async (seeds: Seeds) => {
  const made = await company(seeds)
  const { user: owner } = await seeds.appCaller(alice, made.stage.publishableKey)
  const token = await made.tokenFor(await made.organizationOf('looking-glass', owner.id))
  return { ...made, owner, token }
}

/** The directories of two organizations; the first one has made a member. */
export const neighbours = async (seeds: Seeds) => {
  const made = await companyWithMember(seeds)
  const owner = await seeds.appCaller(bob, made.stage.publishableKey)
  const otherId = await made.organizationOf('looking-glass', owner.user.id)
  return {
    ...made,
    otherId,
    otherOwner: owner,
    otherToken: await made.tokenFor(otherId),
    path: { userId: made.member.id },
  }
}

/** The owner of the second organization puts the member of the first one into it, too. */
export const share = async (
  seeds: Seeds,
  { stage, otherOwner, otherId, member }: Awaited<ReturnType<typeof neighbours>>,
) =>
  seeds.call('app.addOrgMember', {
    headers: keyed(stage.publishableKey),
    bearer: otherOwner.access_token,
    path: { orgId: otherId },
    body: { userId: member.id, role: 'member' },
  })

/** A member of two organizations, whom the directory of one has made. */
export const shared = async (seeds: Seeds) => {
  const made = await neighbours(seeds)
  await share(seeds, made)
  return made
}

/** A member whom the directory has made, and who has proven their address since; what signs them in. */
export const proven = async (seeds: Seeds) => {
  const made = await companyWithMember(seeds)
  const headers = keyed(made.stage.publishableKey)
  await seeds.call('app.forgotPassword', { headers, body: { email: liddell.userName } })
  const { token: proof } = await seeds.mail(liddell.userName, 'reset_password_link')
  await seeds.call('app.resetPassword', { headers, body: { token: proof ?? 'example', password: alice.password } })
  const signIn = async () =>
    (await seeds.call('app.login', { headers, body: { email: liddell.userName, password: alice.password } }))?.status
  return { ...made, signIn, path: { userId: made.member.id } }
}

export const setActive = (active: boolean) => patch({ op: 'replace', path: 'active', value: active })

/** A role beside another, and a user with as many roles as anybody may have. */
export const crowded = async (seeds: Seeds) => {
  const made = await withGroup(seeds)
  const ids: string[] = []
  for (let count = 0; count < 20; count += 1) {
    const members = count < 19 ? [made.user.id] : []
    const answer = await seeds.call('scim.createGroup', { bearer, body: groupOf(`Group ${count}`, members) })
    ids.push((answer?.body as Wire['ScimGroup'] | undefined)?.id ?? nobody)
  }
  return { ...made, last: ids.at(-1)! }
}

/** An organization whose one owner is the member that its directory has made. */
export const owned = async (seeds: Seeds) => {
  const made = await companyWithMember(seeds)
  await seeds.call('scim.patchGroup', {
    bearer: made.token,
    path: { groupId: 'owner' },
    body: patch({ op: 'add', path: 'members', value: [{ value: made.member.id }] }),
  })
  return made
}
