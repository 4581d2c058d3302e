// The calls of end users for their sessions, organizations and invitations, against the real service.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Wire } from '../generated/operations.ts'
import { sandboxCredentials } from '../server/model/sandbox-credentials.ts'
import { type BackendClient, JWKSClient, buildAuthObjectFromToken, createBackendClient } from './backend-client.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>
let client: BackendClient

beforeAll(async () => {
  service = await openService()
  client = createBackendClient({ apiUrl: service.baseUrl, publishableKey: 'pk_test_inbox_manager' })
})
afterAll(() => service.close())
beforeEach(() => fetch(`${service.baseUrl}/sandbox/reset`, { method: 'POST' }))

const password = 'correct horse battery'

/** Somebody who is signed in and has proven their address. */
const join = async (name: string) => {
  const email = `${name}@example.test`
  const { user, access_token: token } = (await client.register({ email, password })) as Wire['AppSignedIn']
  const answer = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${email}`)
  const { messages } = (await answer.json()) as Wire['Mailbox']
  await client.verifyEmail(messages.find(({ kind }) => kind === 'verify_email_link')!.token!)
  return { email, user, token }
}

it('lists and ends sessions', async () => {
  const { email, token } = await join('alice')
  const other = (await client.login({ email, password })) as Wire['AppSignedIn']
  const { data } = await client.listSessions(token)
  expect(data).toHaveLength(2)
  expect(data[0]).toMatchObject({ userEmail: email })

  const jwks = new JWKSClient(`${service.baseUrl}/.well-known/jwks.json`)
  const { sessionId } = (await buildAuthObjectFromToken(other.access_token, jwks))!
  await client.revokeSession(token, sessionId!)
  await expect(client.getMe(other.access_token)).rejects.toMatchObject({ status: 401 })
  await expect(client.revokeSession(token, sessionId!)).rejects.toMatchObject({ status: 404 })

  await expect(client.revokeAllSessions(token, { password: 'guess' })).rejects.toMatchObject({ code: 'wrong_password' })
  await client.login({ email, password })
  expect(await client.revokeAllSessions(token, { password, keepCurrent: true })).toMatchObject({ revokedCount: 1 })
  expect((await client.listSessions(token)).data).toHaveLength(1)
})

it('links an account at a provider by the code of a browser, in the session that began', async () => {
  const { email, token } = await join('alice')
  const other = (await client.login({ email, password })) as Wire['AppSignedIn']
  const redirectUri = 'http://localhost:3000/callback'
  const { authorizeUrl } = await client.linkIdentity(token, { provider: 'google', redirectUri })

  // A browser that has nothing of the session: the provider's form, and back to the service.
  const person = { email: 'alice@provider.test', name: 'Alice', verified: 'yes' }
  const form = { method: 'POST', body: new URLSearchParams(person), redirect: 'manual' } as const
  const back = (await fetch(authorizeUrl, form)).headers.get('location')!
  const onward = new URL((await fetch(back, { redirect: 'manual' })).headers.get('location')!)
  expect(`${onward.origin}${onward.pathname}`).toBe(redirectUri)
  const code = onward.searchParams.get('link_code')!

  const elsewhere = client.finishLink(other.access_token, code)
  await expect(elsewhere).rejects.toMatchObject({ code: 'invalid_authorization_code' })
  const { data: linked } = await client.finishLink(token, code)
  expect(linked).toMatchObject({ provider: 'google', email: person.email })
  expect((await client.listIdentities(token)).data).toEqual([linked])
  await client.unlinkIdentity(token, linked.id)
  expect((await client.listIdentities(token)).data).toEqual([])
})

it('makes an organization, speaks for it, and lets others in', async () => {
  const alice = await join('alice')
  const bob = await join('bob')
  const { data: org } = await client.createOrganization(alice.token, { name: 'Engines', slug: 'engines' })
  expect((await client.listOrganizations(alice.token)).data).toEqual([org])
  expect((await client.getOrganization(alice.token, org.id)).data).toEqual(org)
  await expect(client.getOrganization(bob.token, org.id)).rejects.toMatchObject({ status: 404, code: 'not_found' })
  expect((await client.updateOrganization(alice.token, org.id, { name: 'Works' })).data.name).toBe('Works')

  const { access_token } = await client.setActiveOrganization(alice.token, org.id)
  const jwks = new JWKSClient(`${service.baseUrl}/.well-known/jwks.json`)
  expect(await buildAuthObjectFromToken(access_token, jwks)).toMatchObject({ orgId: org.id, orgRole: 'owner' })
  const left = await client.setActiveOrganization(access_token, null)
  expect(await buildAuthObjectFromToken(left.access_token, jwks)).toMatchObject({ orgId: null, orgRole: null })

  const { data: member } = await client.addOrgMember(alice.token, org.id, { userId: bob.user.id, role: 'member' })
  expect((await client.listOrgMembers(alice.token, org.id)).data).toHaveLength(2)
  const promoted = await client.updateOrgMember(alice.token, org.id, member.id, { role: 'owner' })
  expect(promoted.data.roleName).toBe('owner')
  expect(await client.removeOrgMember(alice.token, org.id, member.id)).toMatchObject({ success: true })
  expect(await client.deleteOrganization(alice.token, org.id)).toMatchObject({ success: true })
})

it('declines an invitation, and leaves where one was put by somebody else', async () => {
  const alice = await join('alice')
  const bob = await join('bob')
  const { data: org } = await client.createOrganization(alice.token, { name: 'Engines', slug: 'engines' })
  const { data: sent } = await client.createOrgInvitation(alice.token, org.id, { email: bob.email })
  expect(await client.cancelInvitation(bob.token, sent.id)).toMatchObject({ success: true })
  await expect(client.acceptInvitation(bob.token, sent.id)).rejects.toMatchObject({ status: 404 })

  const { data: member } = await client.addOrgMember(alice.token, org.id, { userId: bob.user.id, role: 'member' })
  expect(await client.removeOrgMember(bob.token, org.id, member.id)).toMatchObject({ success: true })
  await expect(client.getOrganization(bob.token, org.id)).rejects.toMatchObject({ status: 404 })
})

it('invites, resends, takes back and accepts', async () => {
  const alice = await join('alice')
  const bob = await join('bob')
  const { data: org } = await client.createOrganization(alice.token, { name: 'Engines', slug: 'engines' })
  const { data: taken } = await client.createOrgInvitation(alice.token, org.id, { email: 'dave@example.test' })
  expect((await client.resendInvitation(alice.token, taken.id)).data).toMatchObject({ id: taken.id, status: 'pending' })
  expect(await client.cancelInvitation(alice.token, taken.id)).toMatchObject({ success: true })

  const { data: open } = await client.createOrgInvitation(alice.token, org.id, { email: bob.email, role: 'member' })
  await expect(client.acceptInvitation(alice.token, open.id)).rejects.toMatchObject({ status: 404 })
  await client.acceptInvitation(bob.token, open.id)
  expect((await client.getOrganization(bob.token, org.id)).data.name).toBe('Engines')

  const carol = { email: 'carol@example.test' }
  await expect(client.sendInvitation(alice.token, carol)).rejects.toMatchObject({ status: 403 })
  const { access_token: owner } = (await client.platformLogin(sandboxCredentials.platform)) as Wire['PlatformSignedIn']
  const { applicationId, environmentId } = sandboxCredentials.app
  await client.assignAppUserRoles(owner, applicationId, alice.user!.id, [`admin-${environmentId}`])
  const { data: sent } = await client.sendInvitation(alice.token, carol)
  expect(await client.cancelInvitation(alice.token, sent.id)).toMatchObject({ success: true })
})
