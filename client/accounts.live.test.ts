// Accounts, members, invitations and waitlists by the client, at the real service in this process.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createAuthClient } from './auth-client.ts'
import { createCookieFetch } from './cookie-fetch-for-tests.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>

beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const get = async (path: string) => (await fetch(`${service.baseUrl}${path}`)).json()

/** Moves the clock of the sandbox. */
const wait = async (advance: number) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ advance })
  expect((await fetch(`${service.baseUrl}/sandbox/clock`, { method: 'POST', headers, body })).ok).toBe(true)
}

beforeEach(async () => {
  expect((await fetch(`${service.baseUrl}/sandbox/reset`, { method: 'POST' })).ok).toBe(true)
})

const password = 'correct horse battery'
const open = (options = {}) => createAuthClient({ baseUrl: service.baseUrl, clientId: 'cid_inbox_manager', ...options })

/** Somebody with an account of their own, who has proven their address. */
const founder = async (name: string, options = {}) => {
  const auth = open(options)
  const email = `${name}@example.test`
  const { profile } = await auth.signUp({ email, password, givenName: name })
  const token = await mailed(email, 'verify_email_link')
  const headers = { 'content-type': 'application/json' }
  const proof = { method: 'POST', headers, body: JSON.stringify({ token }) }
  expect((await fetch(`${service.baseUrl}/auth/verify`, proof)).ok).toBe(true)
  return { auth, userId: profile!.id, accountId: profile!.active_membership!.account_id }
}

const invitationOf = (email: string): Promise<string> => mailed(email, 'invitation')

const mailed = async (email: string, wanted: string): Promise<string> => {
  const { messages } = (await get(`/sandbox/mailbox.json?to=${email}`)) as {
    messages: { kind: string; token: string }[]
  }
  return messages.find(({ kind }) => kind === wanted)!.token
}

it('makes accounts, changes, finds, nests and deletes them', async () => {
  const { auth } = await founder('alice')
  const { id } = await auth.createAccount({ name: 'Acme' })
  expect(await auth.updateAccount({ accountId: id, avatarUrl: 'https://cdn.example/a.png' })).toMatchObject({
    name: 'Acme',
    avatar_url: 'https://cdn.example/a.png',
  })
  expect(await auth.updateAccount({ accountId: id, avatarUrl: null })).toMatchObject({ avatar_url: null })
  const child = await auth.createChildAccount({ accountId: id, name: 'Acme North' })
  expect(await auth.listChildAccounts({ accountId: id, limit: 5 })).toMatchObject({ total: 1, data: [child] })
  expect(await auth.searchAccounts({ query: 'acme', offset: 1 })).toMatchObject({ total: 2, data: [child] })
  await expect(auth.deleteAccount({ accountId: id })).rejects.toMatchObject({ code: 'account_has_children' })
  await auth.deleteAccount({ accountId: child.id })
  await auth.deleteAccount({ accountId: id })
  expect((await auth.listAccounts()).total).toBe(1)
})

it('manages members', async () => {
  const { auth, accountId } = await founder('alice')
  const { auth: his, userId } = await founder('bob')
  const member = await auth.addMember({ accountId, userId, role: 'viewer' })
  const first = await his.listMembers({ accountId, limit: 1 })
  const cursor = first.next_cursor!
  expect(await his.listMembers({ accountId, cursor })).toMatchObject({ total: 2, data: [{ id: member.id }] })
  expect(await auth.searchMembers({ accountId, query: 'bob' })).toMatchObject({ total: 1, data: [{ id: member.id }] })
  const changed = await auth.updateMember({ accountId, memberId: member.id, role: 'member' })
  expect(changed.role).toBe('member')
  await expect(his.updateMember({ accountId, memberId: member.id, role: 'owner' })).rejects.toMatchObject({
    code: 'insufficient_role',
    status: 403,
  })
  await auth.removeMember({ accountId, memberId: member.id })
  await expect(his.listMembers({ accountId })).rejects.toMatchObject({ code: 'account_not_found' })
})

it('leaves an account that one was put into', async () => {
  const { auth, accountId } = await founder('alice')
  const { auth: his, userId } = await founder('bob')
  const member = await auth.addMember({ accountId, userId, role: 'viewer' })
  await his.removeMember({ accountId, memberId: member.id })
  expect(await auth.listMembers({ accountId })).toMatchObject({ total: 1 })
})

it('accepts an invitation to one’s own address, and declines another', async () => {
  const { auth, accountId } = await founder('alice')
  const { auth: his } = await founder('bob')
  expect(await his.listOwnInvitations()).toEqual({ data: [] })
  await auth.invite({ accountId, email: 'bob@example.test', role: 'member' })
  const [first] = (await his.listOwnInvitations()).data
  await his.declineInvitation({ invitationId: first!.id })
  await expect(his.acceptOwnInvitation({ invitationId: first!.id })).rejects.toMatchObject({
    code: 'invitation_not_found',
  })
  // An address gets one such mail a minute.
  await wait(60)
  await auth.invite({ accountId, email: 'bob@example.test', role: 'viewer' })
  const [second] = (await his.listOwnInvitations()).data
  await his.acceptOwnInvitation({ invitationId: second!.id })
  expect(await his.listOwnInvitations()).toEqual({ data: [] })
  await his.switchAccount({ accountId })
  expect((await his.me()).active_membership).toMatchObject({ account_id: accountId, role: 'viewer' })
})

it('invites, takes back, and joins by the mailed token', async () => {
  const { auth, accountId } = await founder('alice')
  const email = 'carol@example.test'
  const { id } = await auth.invite({ accountId, email, role: 'member' })
  await auth.revokeInvitation({ accountId, invitationId: id })
  const onTokens = vi.fn()
  const theirs = open({ onTokens })
  await expect(theirs.acceptInvite({ token: await invitationOf(email) })).rejects.toMatchObject({
    code: 'invalid_invitation',
  })
  // An address gets one such mail a minute.
  await wait(60)
  await auth.invite({ accountId, email, role: 'viewer' })
  const { tokens } = await theirs.acceptInvite({ token: await invitationOf(email) })
  expect(onTokens).toHaveBeenCalledWith(tokens)
  expect((await theirs.me()).active_membership).toMatchObject({ account_id: accountId, role: 'viewer' })
  expect((await auth.listInvitations({ accountId })).data.map(({ status }) => status)).toEqual(['accepted', 'revoked'])
})

it('joins in a browser that keeps the refresh token in its cookie', async () => {
  const { auth, accountId } = await founder('alice')
  await auth.invite({ accountId, email: 'carol@example.test', role: 'member' })
  const theirs = open({ mode: 'cookie', fetch: createCookieFetch().fetch })
  await theirs.acceptInvite({ token: await invitationOf('carol@example.test') })
  await theirs.refresh()
  expect((await theirs.me()).active_membership).toMatchObject({ account_id: accountId })
})

it('goes on with the token of another account, and keeps the refresh token', async () => {
  const onTokens = vi.fn()
  const { auth, accountId } = await founder('alice', { onTokens })
  const { id } = await auth.createAccount({ name: 'Acme' })
  await auth.joinWaitlist({ feature: 'bulk-export' })
  const { tokens } = await auth.switchAccount({ accountId: id })
  const [[first]] = onTokens.mock.calls as [[{ refresh_token: string }]]
  expect(onTokens).toHaveBeenLastCalledWith({ ...tokens, refresh_token: first.refresh_token })
  expect(await auth.getWaitlist({ feature: 'bulk-export' })).toMatchObject({ signed_up: false })
  // A call beside it that still has the old token takes a new one by itself.
  await auth.refresh()
  expect((await auth.me()).active_membership?.account_id).toBe(id)
  await auth.switchAccount({ accountId })
  expect((await auth.listWaitlists()).data).toMatchObject([{ feature: 'bulk-export', signed_up: true }])
  await auth.leaveWaitlist({ feature: 'bulk-export' })
  expect((await auth.listWaitlists({ limit: 1 })).total).toBe(0)
})

it('makes users and accounts for a machine', async () => {
  const { oauth } = (await get('/sandbox/credentials')) as { oauth: { client_id: string; client_secret: string } }
  const answer = await fetch(`${service.baseUrl}/oauth2/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...oauth }),
  })
  const { access_token: bearerToken } = (await answer.json()) as { access_token: string }
  const { auth, accountId } = await founder('alice')
  const applicationId = (await auth.me()).application_id
  const user = await auth.createApplicationUser({ applicationId, bearerToken })
  expect(user).toMatchObject({ status: 'active', email: null })
  const child = await auth.createChildAccount({ accountId, name: 'Acme', bearerToken })
  const member = await auth.addMember({ accountId: child.id, userId: user.id, role: 'viewer', bearerToken })
  expect(member).toMatchObject({ account_id: child.id, role: 'viewer' })
  const owner = { email: 'dora@example.test' }
  expect(await auth.registerAccount({ applicationId, name: 'Dora', owner, bearerToken })).toMatchObject({ owner })
  const known = { userId: user.id }
  expect(await auth.registerAccount({ applicationId, name: 'Own', owner: known, bearerToken })).toMatchObject({
    account: { membership: { user_id: user.id, role: 'owner' } },
  })
  await expect(auth.createApplicationUser({ applicationId })).rejects.toMatchObject({ code: 'machine_required' })
})
