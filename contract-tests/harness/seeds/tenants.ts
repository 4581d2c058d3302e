// Two tenants, each with all that a tenant can have, and requests that name it.
import type { OperationId, Wire } from '../../../generated/operations.ts'
import { createAuthenticator } from '../fixtures/authenticator.ts'
import { stageOf } from './backend.ts'
import { addApp, addPasskey } from './passkeys.ts'
import { type Declared, declared } from '../contract/contract.ts'
import { alice } from '../fixtures/people.ts'
import type { Sent } from '../requests/request.ts'
import type { Seeds } from './seeds.ts'

/** What the parameters and body fields of the contract name: one id of each. */
export type Ids = Readonly<Record<(typeof names)[number], string>>

const names = [
  ...(['appId', 'environmentId', 'userId', 'keyId', 'sessionId', 'memberId', 'clientId'] as const),
  ...(['roleId', 'permissionId', 'invitationId', 'orgId', 'membershipId'] as const),
  ...(['webhookId', 'deliveryId', 'templateId', 'thirdPartyClientId', 'passkeyId', 'authenticatorAppId'] as const),
] as const

/** Ids in the form of ours that nobody has. */
export const missing: Ids = {
  appId: '0199c0de-0000-7000-8000-00000000dead',
  environmentId: '0199c0de-0000-7000-8000-00000001dead',
  userId: '0199c0de-0000-7000-8000-00000002dead',
  keyId: '0199c0de-0000-7000-8000-00000003dead',
  sessionId: '0199c0de-0000-7000-8000-00000004dead',
  memberId: '0199c0de-0000-7000-8000-00000005dead',
  clientId: 'cid_0199c0de-0000-7000-8000-00000006dead',
  roleId: '0199c0de-0000-7000-8000-00000007dead',
  permissionId: '0199c0de-0000-7000-8000-00000008dead',
  invitationId: '0199c0de-0000-7000-8000-00000009dead',
  orgId: '0199c0de-0000-7000-8000-0000000adead',
  membershipId: '0199c0de-0000-7000-8000-0000000fdead',
  webhookId: '0199c0de-0000-7000-8000-0000000bdead',
  deliveryId: '0199c0de-0000-7000-8000-0000000cdead',
  templateId: '0199c0de-0000-7000-8000-0000000ddead',
  thirdPartyClientId: 'cid_0199c0de-0000-7000-8000-0000000edead',
  passkeyId: '0199c0de-0000-7000-8000-00000010dead',
  authenticatorAppId: '0199c0de-0000-7000-8000-00000011dead',
}

export interface Tenant {
  readonly bearer: string
  readonly ids: Ids
}

/** A tenant with an application, a signed-in user, a key and clients. */
export const makeTenant = async (seeds: Seeds, owner: Wire['PlatformRegistered']): Promise<Tenant> => {
  const app = await seeds.application(owner)
  const stage = stageOf(app)
  const user = await seeds.appCaller(alice, stage.publishableKey)
  const bearer = owner.access_token
  const path = { appId: app.id }
  const body = { name: 'Backend', environmentId: stage.id }
  const key = (await seeds.call('platform.createAppApiKey', { bearer, path, body }))?.body
  const registered = { name: 'Shop', environmentId: stage.id, type: 'confidential' } as const
  const client = (await seeds.call('platform.createAppClient', { bearer, path, body: registered }))?.body
  const forPartners = { ...body, name: 'Partners', keyType: 'registration' } as const
  const partnersKey = (await seeds.call('platform.createAppApiKey', { bearer, path, body: forPartners }))?.body
  const partner = await seeds.call('oauth.registerClient', {
    bearer: (partnersKey as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key,
    body: { redirect_uris: ['https://calendar.example.com/callback'] },
  })
  const told = { url: 'https://shop.example/hooks', events: ['webhook.deleted'] }
  const webhook = (await seeds.call('platform.createAppWebhook', { bearer, path, body: told }))?.body
  const webhookId = (webhook as Wire['WebhookAnswer'] | undefined)?.data.id ?? missing.webhookId
  const delivery = (await seeds.call('platform.testWebhook', { bearer, path: { webhookId } }))?.body
  const words = { name: 'welcome', subject: 'Hello', htmlBody: '<p>Hello</p>', environmentId: stage.id } as const
  const template = (await seeds.call('platform.createAppEmailTemplate', { bearer, path, body: words }))?.body
  const sessions = (await seeds.call('platform.listAppSessions', { bearer, path }))?.body
  const roles = { name: 'editor', environmentId: stage.id }
  const role = (await seeds.call('platform.createAppRole', { bearer, path, body: roles }))?.body
  const posts = { name: 'Edit posts', resource: 'posts', action: 'edit', environmentId: stage.id }
  const permission = (await seeds.call('platform.createAppPermission', { bearer, path, body: posts }))?.body
  const roleId = (role as Wire['ApplicationRoleAnswer'] | undefined)?.data.id ?? missing.roleId
  const permissionId = (permission as Wire['PermissionAnswer'] | undefined)?.data.id ?? missing.permissionId
  const given = { bearer, path: { ...path, roleId }, body: { permissionIds: [permissionId] } }
  await seeds.call('platform.assignAppRolePermissions', given)
  const guest = { email: 'guest@example.test', environmentId: stage.id }
  const invitation = (await seeds.call('platform.createAppInvitation', { bearer, path, body: guest }))?.body
  const acme = { name: 'Acme', slug: 'acme', environmentId: stage.id }
  const organization = (await seeds.call('platform.createAppOrganization', { bearer, path, body: acme }))?.body
  const orgId = (organization as Wire['OrganizationAnswer'] | undefined)?.data.id ?? missing.orgId
  const added = { bearer, path: { ...path, orgId }, body: { userId: user.user.id } }
  const member = (await seeds.call('platform.addAppOrgMember', added))?.body
  const passkeyId = (await addPasskey(seeds, 'platform', bearer, createAuthenticator())) ?? missing.passkeyId
  const authenticatorAppId = (await addApp(seeds, 'platform', bearer)) ?? missing.authenticatorAppId
  return {
    bearer,
    ids: {
      passkeyId,
      authenticatorAppId,
      appId: app.id,
      environmentId: stage.id,
      userId: user.user.id,
      keyId: (key as Wire['CreatedApiKeyAnswer'] | undefined)?.data.id ?? missing.keyId,
      sessionId: (sessions as Wire['AppSessionPage'] | undefined)?.data[0]?.id ?? missing.sessionId,
      memberId: owner.user.id,
      clientId: (client as Wire['PlatformClientWithSecretAnswer'] | undefined)?.data.clientId ?? missing.clientId,
      thirdPartyClientId:
        (partner?.body as Wire['OAuthRegistration'] | undefined)?.client_id ?? missing.thirdPartyClientId,
      webhookId,
      deliveryId: (delivery as Wire['WebhookDeliveryAnswer'] | undefined)?.data.id ?? missing.deliveryId,
      templateId: (template as Wire['EmailTemplateAnswer'] | undefined)?.data.id ?? missing.templateId,
      roleId,
      permissionId,
      invitationId: (invitation as Wire['InvitationAnswer'] | undefined)?.data.id ?? missing.invitationId,
      orgId,
      membershipId: (member as Wire['OrganizationMemberAnswer'] | undefined)?.data.id ?? missing.membershipId,
    },
  }
}

/** Which of these ids a request of the operation can name, in path, query or body. */
export const namedBy = ({ parameters, requestBody }: Declared): (keyof Ids)[] => {
  const body = bodyExample(requestBody)
  return names.filter(
    (name) => parameters.some((parameter) => parameter.name === name) || name in body || `${name}s` in body,
  )
}

/** A request of the operation that names these ids wherever it can. */
export const naming = (id: OperationId, ids: Readonly<Record<string, string>>, bearer: string): Sent<OperationId> => {
  const { parameters, requestBody } = declared.get(id)!
  const inPlace = (place: string) =>
    Object.fromEntries(
      parameters
        // What a path names beside ids, such as a role, is part of it.
        .filter((parameter) => parameter.in === place && (place === 'path' || parameter.name in ids))
        .map(({ name, example }) => [name, ids[name] ?? String(example)]),
    )
  const body = bodyExample(requestBody)
  const several = (key: string) => (key.endsWith('s') && key.slice(0, -1) in ids ? [ids[key.slice(0, -1)]] : undefined)
  const named = Object.fromEntries(Object.keys(body).map((key) => [key, ids[key] ?? several(key) ?? body[key]]))
  return {
    bearer,
    path: inPlace('path'),
    query: inPlace('query'),
    ...(requestBody && { body: named }),
  } as Sent<OperationId>
}

const bodyExample = (requestBody: Declared['requestBody']): Record<string, unknown> => {
  const [media] = Object.values(requestBody?.content ?? {})
  return (Object.values(media?.examples ?? {})[0]?.value ?? {}) as Record<string, unknown>
}
