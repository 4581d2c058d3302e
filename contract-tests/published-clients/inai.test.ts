// The published client of the app and platform surfaces, unchanged: only its apiUrl is another one. Its two companions,
// @inai-dev/shared and @inai-dev/types, are not published; the folders beside this file stand in for them. The client's own
// code runs as published; of its token checks, the parts that live in @inai-dev/shared are ours.
import { InAIAuthError, buildAuthObjectFromToken } from '@inai-dev/backend'
import { JWKSClient } from '@inai-dev/shared'
import { beforeEach, describe, expect, it } from 'vitest'
import { dana } from '../harness/seeds/backend.ts'
import { alice, bob, demo, demoApp } from '../harness/fixtures/people.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'
import { called, documented, open } from './inai-calls.ts'

const password = 'lantern paper staple'
const owner = { email: dana.email, password: dana.password }

const tokenOf = async (seeds: Seeds, kind: 'verify_email_link' | 'reset_password_link') =>
  (await seeds.mail(alice.email, kind)).token!

/** What a call rejects with, in the client's own words. */
const refusal = async (call: Promise<unknown>): Promise<InAIAuthError> => {
  const error = await call.then(
    () => new Error('It was answered'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(InAIAuthError)
  return error as InAIAuthError
}

describe.each(targets.filter(({ name }) => name !== 'mock'))('@inai-dev/backend on $name', (target) => {
  const seeds = seedsOf(target)
  const client = open(target.baseUrl)
  beforeEach(() => resetWorld(target))

  it('registers, signs in, goes on and signs out', async () => {
    const registered = await client.register({ ...alice, firstName: 'Alice', lastName: 'Doe' })
    expect(registered).toMatchObject({ token_type: 'Bearer', expires_in: 900, user: { email: alice.email } })
    const signedIn = await client.login(alice)
    const { data } = await client.getMe(signedIn.access_token!)
    expect(data).toMatchObject({ firstName: 'Alice', lastName: 'Doe', isActive: true, mfaEnabled: false, roles: [] })

    const tokens = await client.refresh(signedIn.refresh_token!)
    expect(tokens.refresh_token).not.toBe(signedIn.refresh_token)
    expect(await client.logout(tokens.refresh_token)).toBeUndefined()
    const refused = await refusal(client.getMe(tokens.access_token))
    expect(refused).toMatchObject({ status: 401, code: 'unauthorized', body: { type: 'unauthorized', status: 401 } })
  })

  it('throws its own errors, with the sentence that the server wrote', async () => {
    const refused = await refusal(client.login({ ...alice, password: 'guess' }))
    expect(refused).toMatchObject({
      status: 401,
      message: 'The email or the password is wrong.',
      code: 'invalid_credentials',
      body: { type: 'invalid_credentials', title: 'Wrong email or password', status: 401 },
    })
    expect(await refusal(open(target.baseUrl, '').login(alice))).toMatchObject({ status: 401, code: 'unauthorized' })
    const unknown = open(target.baseUrl, 'pk_test_nobody')
    expect(await refusal(unknown.login(alice))).toMatchObject({ status: 401, code: 'invalid_publishable_key' })
  })

  it('proves an address and sets a new password by mailed tokens', async () => {
    await seeds.projectConfig({ requireEmailVerification: true })
    const registered = await client.register(alice)
    expect(registered).toEqual({ user: expect.objectContaining({ email: alice.email, emailVerified: false }) })
    expect(await refusal(client.login(alice))).toMatchObject({ status: 403, code: 'email_not_verified' })
    expect(await client.verifyEmail(await tokenOf(seeds, 'verify_email_link'))).toEqual({ message: expect.any(String) })
    await client.login(alice)

    expect(await client.forgotPassword(alice.email)).toEqual(await client.forgotPassword(bob.email))
    const token = await tokenOf(seeds, 'reset_password_link')
    expect(await client.resetPassword(token, password)).toEqual({ message: expect.any(String) })
    expect(await refusal(client.login(alice))).toMatchObject({ status: 401 })
    await client.login({ ...alice, password })
  })

  it('asks end users for their second factor', async () => {
    const { access_token } = await client.register(alice)
    expect(await refusal(client.enableMfa(access_token!))).toMatchObject({ status: 403, code: 'email_not_verified' })
    await client.verifyEmail(await tokenOf(seeds, 'verify_email_link'))
    const { data } = await client.enableMfa(access_token!)
    const { data: backup } = await client.verifyMfaSetup(access_token!, await seeds.totp(data.secret))
    expect(backup.backup_codes).toHaveLength(backup.count)
    const challenged = await client.login(alice)
    expect(challenged).toMatchObject({ mfa_required: true, mfa_token: expect.any(String) })
    const code = await seeds.totp(data.secret, 1)
    const signedIn = await client.mfaChallenge({ mfa_token: challenged.mfa_token!, code })
    expect(signedIn.user).toMatchObject({ mfaEnabled: true })

    await client.verifyBackupCode(signedIn.access_token, backup.backup_codes[0]!)
    const left = await client.getRemainingBackupCodes(signedIn.access_token)
    expect(left.data.remaining).toBe(backup.count - 1)
    await client.generateBackupCodes(signedIn.access_token)
  })

  it('speaks for an organization, and tells resource servers so', async () => {
    const { access_token, user } = await client.register(alice)
    const { data: org } = await client.createOrganization(access_token!, { name: 'Engines', slug: 'engines' })
    const tokens = await client.setActiveOrganization(access_token!, org.id)
    const jwks = new JWKSClient(`${target.baseUrl}/.well-known/jwks.json`)
    const auth = await buildAuthObjectFromToken(tokens.access_token, jwks)
    expect(auth).toMatchObject({
      userId: user!.id,
      tenantId: user!.tenantId,
      appId: demoApp.applicationId,
      envId: demoApp.environmentId,
      orgId: org.id,
      orgRole: 'owner',
    })
    const cleared = await client.setActiveOrganization(tokens.access_token, null)
    expect(await buildAuthObjectFromToken(cleared.access_token, jwks)).toMatchObject({ orgId: null, orgRole: null })
    expect(await buildAuthObjectFromToken(`${tokens.access_token.slice(0, -8)}AAAAAAAA`, jwks)).toBeNull()
  })

  it('runs a tenant: administrators, applications, users and keys', async () => {
    await client.platformRegister(dana)
    // What lets others in needs a proven address.
    const { token: proof } = await seeds.mail(dana.email, 'verify_email_link')
    await seeds.call('account.verifyEmail', { body: { token: proof! } })
    const signedIn = await client.platformLogin(owner)
    expect(signedIn.user).toMatchObject({ email: dana.email, tenant: { slug: dana.tenantSlug } })
    const { access_token: token, refresh_token } = await client.platformRefresh(signedIn.refresh_token!)
    expect((await client.platformGetMe(token)).data).toMatchObject({ email: dana.email })

    const { data: app } = await client.createApplication(token, { name: 'Shop', slug: 'shop' })
    expect((await client.listApplications(token)).data).toEqual([app])
    expect((await client.getApplication(token, app.id)).data).toEqual(app)
    expect((await client.updateApplication(token, app.id, { name: 'Store' })).data.name).toBe('Store')
    const [{ id: environmentId, publishableKey }] = app.environments as [{ id: string; publishableKey: string }]

    const { data: user } = await client.createAppUser(token, app.id, { ...bob, environmentId })
    const page = await client.listAppUsers(token, app.id, { environmentId, page: 1, limit: 5 })
    expect(page).toEqual({ data: [user], total: 1, page: 1, limit: 5, nextCursor: null })
    await open(target.baseUrl, publishableKey).login(bob)
    expect((await client.getApplicationStats(token, app.id)).data).toMatchObject({ totalUsers: 1, activeSessions: 1 })

    const { data: key } = await client.createAppApiKey(token, app.id, 'Backend', environmentId)
    expect(key.key.startsWith(key.keyPrefix)).toBe(true)
    expect((await client.listAppApiKeys(token, app.id, environmentId)).data).toHaveLength(1)
    expect(await client.revokeAppApiKey(token, app.id, key.id)).toBeUndefined()
    const rotated = await client.rotateAppKeys(token, app.id, environmentId)
    await open(target.baseUrl, rotated.publishableKey).login(bob)

    const made = { environmentId, action: 'api_key.created', page: 1, limit: 5 }
    expect(await client.listAppAuditLogs(token, app.id, made)).toMatchObject({
      data: [{ resource: 'api_key', administratorEmail: dana.email, details: { keyId: expect.any(String) } }],
      total: 1,
    })
    expect((await client.listPlatformAuditLogs(token, { action: 'tenant.created' })).data).toMatchObject([
      { resource: 'tenant', administratorEmail: dana.email },
    ])

    const hook = { url: 'https://shop.example/hooks', events: ['user.created'] }
    const { data: webhook } = await client.createAppWebhook(token, app.id, { ...hook, environmentId })
    expect(webhook).toMatchObject({ ...hook, secret: expect.stringMatching(/^whsec_/), isActive: true })
    expect((await client.listAppWebhooks(token, app.id)).data).toMatchObject([{ id: webhook.id }])
    await client.deleteAppWebhook(token, app.id, webhook.id)
    const { data: ofAll } = await client.createPlatformWebhook(token, { ...hook, events: ['*'] })
    expect((await client.listPlatformWebhooks(token)).data).toMatchObject([{ id: ofAll.id }])
    await client.deletePlatformWebhook(token, ofAll.id)
    expect((await client.listAppWebhooks(token, app.id)).data).toEqual([])

    const words = { subject: 'Hello', htmlBody: '<p>Hello {{email}}</p>' }
    const asked = { name: 'welcome', environmentId, variables: ['email'], ...words }
    const { data: template } = await client.createAppEmailTemplate(token, app.id, asked)
    expect(template).toMatchObject({ ...asked, applicationId: app.id, textBody: null, isActive: true })
    expect((await client.listAppEmailTemplates(token, app.id, { environmentId })).data).toEqual([template])
    const { data: changed } = await client.updateAppEmailTemplate(token, app.id, template.id, { textBody: 'Hello' })
    expect(changed).toMatchObject({ id: template.id, ...words, textBody: 'Hello' })
    expect(await client.previewAppEmailTemplate(token, app.id, template.id)).toMatchObject({ text: 'Hello\n' })
    const { data: ofAllApps } = await client.initializeEmailTemplates(token)
    expect((await client.listPlatformEmailTemplates(token)).data).toEqual(ofAllApps)
    const ofTenant = ofAllApps.find(({ name }) => name === 'welcome')!
    await client.updatePlatformEmailTemplate(token, ofTenant.id, { isActive: false })
    expect((await client.previewPlatformEmailTemplate(token, ofTenant.id)).html).toContain('Welcome to Example')

    expect(await client.platformLogout(token)).toBeUndefined()
    expect(await refusal(client.platformRefresh(refresh_token))).toMatchObject({ code: 'invalid_refresh_token' })
  })

  it('asks administrators for their second factor', async () => {
    const { access_token } = await seeds.platformCaller(dana)
    const { secret } = await seeds.secondFactor('platform', access_token)
    const { mfa_token } = await client.platformLogin(owner)
    const code = await seeds.totp(secret, 1)
    const signedIn = await client.platformMfaChallenge({ mfa_token: mfa_token!, code })
    expect(signedIn.user).toMatchObject({ email: dana.email })
  })

  it('builds an address that signs in with a provider', async () => {
    const url = new URL(client.getOAuthInitUrl('github', demo.redirectUri))
    const started = await fetch(url, { redirect: 'manual' })
    expect([started.status, new URL(started.headers.get('location')!).pathname]).toEqual([
      303,
      '/sandbox/providers/github/authorize',
    ])
  })

  it('has run every call of the documentation', () => {
    expect(documented.filter((name) => !called.has(name))).toEqual([])
    expect(documented).toHaveLength(42)
  })
})
