// End users with all that they can have: two of one environment, and one of another.
import type { Wire } from '../../../generated/operations.ts'
import { inlined } from '../contract/schemas.ts'
import { stageOf } from './backend.ts'
import { createAuthenticator } from '../fixtures/authenticator.ts'
import type { Answer, Declared } from '../contract/contract.ts'
import { type Person, alice, bob, carol, dave, demo, demoApp, keyed } from '../fixtures/people.ts'
import { addApp, addPasskey } from './passkeys.ts'
import type { Seeds } from './seeds.ts'

/** What the parameters and body fields of the contract name: one id of each. */
export type IdsOfEndUser = Readonly<
  Record<
    | 'orgId'
    | 'organizationId'
    | 'memberId'
    | 'invitationId'
    | 'sessionId'
    | 'userId'
    | 'roleId'
    | 'permissionId'
    | 'externalId'
    | 'passkeyId'
    | 'authenticatorAppId'
    | 'identityId',
    string
  >
>

/** Ids in the form of ours that nobody has. */
export const nobodys: IdsOfEndUser = {
  orgId: '0199c0de-0000-7000-8000-00000000dead',
  organizationId: '0199c0de-0000-7000-8000-00000000dead',
  memberId: '0199c0de-0000-7000-8000-00000001dead',
  invitationId: '0199c0de-0000-7000-8000-00000002dead',
  sessionId: '0199c0de-0000-7000-8000-00000003dead',
  userId: '0199c0de-0000-7000-8000-00000004dead',
  roleId: '0199c0de-0000-7000-8000-00000005dead',
  permissionId: '0199c0de-0000-7000-8000-00000006dead',
  externalId: 'crm-nobody',
  passkeyId: '0199c0de-0000-7000-8000-00000007dead',
  authenticatorAppId: '0199c0de-0000-7000-8000-00000008dead',
  identityId: '0199c0de-0000-7000-8000-00000009dead',
}

/** An owner of an organization, signed in. */
export interface EndUser {
  readonly user: { readonly id: string }
  readonly bearer: string
  readonly headers: Record<string, string>
  readonly ids: IdsOfEndUser
}

export interface EndUsers {
  readonly mine: EndUser
  /** Of the same environment. */
  readonly neighbour: EndUser
  /** Of another one, of another tenant; with an invitation to the very address of mine. */
  readonly abroad: EndUser
}

export const makeEndUsers = async (seeds: Seeds): Promise<EndUsers> => {
  const founder = await seeds.platformCaller()
  const shop = await seeds.application(founder, { callbackUrls: [demo.redirectUri] })
  const stage = stageOf(shop)
  const abroad = await makeEndUser(seeds, {
    owner: alice,
    member: bob,
    guest: alice.email,
    publishableKey: stage.publishableKey,
  })
  const mine = await makeEndUser(seeds, { owner: alice, member: carol, guest: 'guest@example.test' })
  await seeds.role(mine, 'all')
  const own = { bearer: mine.bearer, headers: mine.headers }
  const theirs = { bearer: founder.access_token, path: { appId: shop.id } }
  const role = { name: 'editor' }
  const posts = { name: 'Edit posts', resource: 'posts', action: 'edit' }
  const foreign = { environmentId: stage.id }
  const backend = { ...theirs, body: { name: 'Backend', ...foreign } }
  const key = (await seeds.call('platform.createAppApiKey', backend))?.body
  const secret = (key as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? demoApp.secretKey
  const brought = { email: 'erin@example.test', externalId: 'crm-abroad' }
  await seeds.call('app.importUsers', { headers: keyed(secret), body: { ...foreign, users: [brought] } })
  return {
    mine: {
      ...mine,
      ids: {
        ...mine.ids,
        roleId: idOf(await seeds.call('app.createRole', { ...own, body: role })) ?? nobodys.roleId,
        permissionId: idOf(await seeds.call('app.createPermission', { ...own, body: posts })) ?? nobodys.permissionId,
      },
    },
    neighbour: await makeEndUser(seeds, { owner: bob, member: dave, guest: carol.email }),
    abroad: {
      ...abroad,
      ids: {
        ...abroad.ids,
        externalId: brought.externalId,
        roleId:
          idOf(await seeds.call('platform.createAppRole', { ...theirs, body: { ...role, ...foreign } })) ??
          nobodys.roleId,
        permissionId:
          idOf(await seeds.call('platform.createAppPermission', { ...theirs, body: { ...posts, ...foreign } })) ??
          nobodys.permissionId,
      },
    },
  }
}

const idOf = (answer: Answer | undefined) =>
  (answer?.body as { readonly data?: { readonly id?: string } } | undefined)?.data?.id

interface Cast {
  readonly owner: Person
  readonly member: Person
  /** Is invited. */
  readonly guest: string
  readonly publishableKey?: string
}

const makeEndUser = async (
  seeds: Seeds,
  { owner, member, guest, publishableKey = demoApp.publishableKey }: Cast,
): Promise<EndUser> => {
  const headers = keyed(publishableKey)
  const signedIn = await seeds.appCaller(owner, publishableKey)
  const other = await seeds.appCaller(member, publishableKey)
  const sent = { bearer: signedIn.access_token, headers }
  const ask = async <T>(answer: Promise<{ readonly body: unknown } | undefined>) =>
    (await answer)?.body as T | undefined
  const name = owner.email.split('@')[0]!
  const made = await ask<Wire['OrganizationAnswer']>(
    seeds.call('app.createOrganization', { ...sent, body: { name, slug: name } }),
  )
  const orgId = made?.data.id ?? nobodys.orgId
  const path = { orgId }
  const added = await ask<Wire['OrganizationMemberAnswer']>(
    seeds.call('app.addOrgMember', { ...sent, path, body: { userId: other.user.id } }),
  )
  const invited = await ask<Wire['InvitationAnswer']>(
    seeds.call('app.createOrgInvitation', { ...sent, path, body: { email: guest } }),
  )
  const sessions = await ask<Wire['AppSessionList']>(seeds.call('app.listSessions', sent))
  const identityId = await addProvider(seeds, owner, sent, publishableKey)
  const passkeyId = await addPasskey(seeds, 'app', sent.bearer, createAuthenticator(), {}, headers)
  const authenticatorAppId = await addApp(seeds, 'app', sent.bearer, headers)
  return {
    ...sent,
    user: signedIn.user,
    ids: {
      orgId,
      organizationId: orgId,
      memberId: added?.data.id ?? nobodys.memberId,
      invitationId: invited?.data.id ?? nobodys.invitationId,
      sessionId: sessions?.data[0]?.id ?? nobodys.sessionId,
      userId: other.user.id,
      roleId: nobodys.roleId,
      permissionId: nobodys.permissionId,
      externalId: nobodys.externalId,
      passkeyId: passkeyId ?? nobodys.passkeyId,
      authenticatorAppId: authenticatorAppId ?? nobodys.authenticatorAppId,
      identityId: identityId ?? nobodys.identityId,
    },
  }
}

/** Somebody who has proven their address comes by a provider that vouches for it: that links them. */
const addProvider = async (
  seeds: Seeds,
  { email }: Person,
  sent: Pick<EndUser, 'bearer' | 'headers'>,
  publishableKey: string,
): Promise<string | undefined> => {
  const path = { provider: 'google' }
  const query = { redirect_uri: demo.redirectUri, tenant_id: publishableKey }
  const started = await seeds.call('app.startOAuth', { path, query })
  if (!started) return undefined
  const person = { email, name: 'Somebody', verified: 'yes' } as const
  const { answer, cookies } = await seeds.atStandIn(path.provider, started, person)
  await seeds.call('app.finishOAuth', { path, query: answer, cookies })
  const listed = await seeds.call('app.listIdentities', sent)
  return (listed?.body as Wire['ProviderLinkList'] | undefined)?.data[0]?.id
}

/** All that an end user sees of its own. */
export const seenBy = async (seeds: Seeds, { bearer, headers, ids }: EndUser): Promise<readonly unknown[]> => {
  const sent = { bearer, headers }
  const path = { orgId: ids.orgId }
  const answers = [
    await seeds.call('app.getMe', sent),
    await seeds.call('app.listOrganizations', sent),
    await seeds.call('app.getOrganization', { ...sent, path }),
    await seeds.call('app.listOrgMembers', { ...sent, path }),
    await seeds.call('app.listInvitations', sent),
    await seeds.call('app.listSessions', sent),
    await seeds.call('app.listPasskeys', sent),
    await seeds.call('app.listAuthenticatorApps', sent),
    await seeds.call('app.listIdentities', sent),
  ]
  return answers.map((answer) => [answer?.status, answer?.body])
}

/** Every id that a request of the operation can name, in path, query or body. */
export const idsNamedBy = ({ parameters, requestBody }: Declared): string[] => {
  const fields = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
    Object.keys(inlined(schema).properties ?? {}),
  )
  const params = parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name)
  return [...params, ...fields].filter((name) => /(^id|Ids?)$/.test(name))
}
