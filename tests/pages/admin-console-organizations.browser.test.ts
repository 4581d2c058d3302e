// What administrators do with an organization, with directories and with what is the tenant's own: in a real browser.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { newEmail, password } from '../server-for-tests.ts'
import { confirm, enterConsole, go, settled } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, walkByKeyboard } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const { applicationId, environmentId, publishableKey } = sandboxCredentials.app
const headers = { 'x-publishable-key': publishableKey }
const here = `#/applications/${applicationId}`

describe.skipIf(!browser)('the admin console', { timeout: 600_000 }, () => {
  const sandbox = runSandbox(browser)

  const signUp = async (name: string) => {
    const email = newEmail(name)
    const { body } = await sandbox.server.send('POST /api/v1/auth/register', { headers, body: { email, password } })
    return { email, bearer: body.access_token }
  }
  /** The same, with a proven address. */
  const register = async (name: string) => {
    const made = await signUp(name)
    const { email } = made
    const { text } = await sandbox.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    const [mail] = (JSON.parse(text) as Wire['Mailbox']).messages
    await sandbox.server.send('POST /api/v1/auth/verify-email', { headers, body: { token: mail?.token } })
    return made
  }
  /** An organization of somebody's, and its page. */
  const found = async (slug: string) => {
    const owner = await register('founder')
    const sent = { headers, bearer: owner.bearer, body: { name: slug, slug } }
    const { text } = await sandbox.server.send('POST /api/v1/organizations', sent)
    const { id } = (JSON.parse(text) as Wire['OrganizationAnswer']).data
    return { ...owner, id, address: `${here}/organizations/${environmentId}/${id}` }
  }
  const openOrganization = async (page: Page, slug: string) => {
    await go(page, `${here}/organizations`)
    await page.getByRole('link', { name: slug, exact: true }).click()
    await page.getByRole('heading', { name: slug, level: 2, exact: true }).waitFor()
    await settled(page)
  }

  it('adds a user to an organization, changes their role, removes them, and keeps the last owner', async () => {
    const { email: founder, id } = await found('acme')
    const user = await register('joiner')
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await openOrganization(page, 'acme')
    await page.getByRole('link', { name: founder }).waitFor()

    const adding = page.getByRole('region', { name: 'Add a user' })
    await adding.getByLabel('Email').fill('nobody@example.test')
    await adding.getByRole('button', { name: 'Add to the organization' }).click()
    await adding.getByRole('alert').getByText('No user of this environment has this address.').waitFor()
    await adding.getByLabel('Email').fill(user.email.toUpperCase())
    await adding.getByLabel('Role').selectOption('viewer')
    await adding.getByRole('button', { name: 'Add to the organization' }).click()
    await page.getByText(`${user.email} is in it, with the role viewer.`).waitFor()
    await page.getByLabel('Search members by any part of an address or a name').fill('joiner')
    await page.getByText('1 in all').waitFor()

    await page.getByRole('button', { name: `Change role: ${user.email}` }).click()
    const dialog = page.getByRole('dialog', { name: `The role of ${user.email}` })
    expect(await dialog.getByLabel('Role').inputValue()).toBe('viewer')
    await dialog.getByLabel('Role').selectOption('member')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`${user.email} has the role member now.`).waitFor()
    const seen = () => sandbox.server.send(`GET /api/v1/organizations/${id}`, { headers, bearer: user.bearer })
    expect((await seen()).status).toBe(200)

    await page.getByRole('button', { name: `Remove: ${user.email}` }).click()
    await confirm(page, user.email, 'Remove')
    await page.getByText(`${user.email} is no member any more.`).waitFor()
    expect((await seen()).status).toBe(404)

    const newcomer = await signUp('newcomer')
    await adding.getByLabel('Email').fill(newcomer.email)
    await adding.getByLabel('Role').selectOption('owner')
    await adding.getByRole('button', { name: 'Add to the organization' }).click()
    await adding.getByRole('alert').getByText('have them open the link in their mail').waitFor()

    await page.getByLabel('Search members by any part of an address or a name').fill('')
    await page.getByRole('button', { name: `Remove: ${founder}` }).click()
    const removing = page.getByRole('dialog', { name: `Remove ${founder}` })
    await removing.getByLabel(`Type ${founder} to confirm`).fill(founder)
    await removing.getByRole('button', { name: 'Remove', exact: true }).click()
    await removing.getByRole('alert').getByText('Make somebody else an owner first.').waitFor()
    await removing.getByRole('button', { name: 'Cancel' }).click()
    expect(complaints.filter((text) => !text.includes('status of 40'))).toEqual([])
    await close()
  })

  it('invites somebody to an organization, who joins it by the mail', async () => {
    const { id, bearer } = await found('hiring')
    const guest = newEmail('hired')
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await openOrganization(page, 'hiring')
    const inviting = page.getByRole('region', { name: 'Invite somebody' })
    await inviting.getByLabel('Email').fill(guest)
    await inviting.getByLabel('Role').selectOption('owner')
    await inviting.getByRole('button', { name: 'Invite to the organization' }).click()
    await page.getByText(`${guest} is invited.`).waitFor()
    await page.getByRole('region', { name: 'Invitations' }).getByRole('cell', { name: 'pending' }).waitFor()

    const { text } = await sandbox.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(guest)}`)
    const [mail] = (JSON.parse(text) as Wire['Mailbox']).messages
    const joining = await page.context().newPage()
    await joining.goto(mail!.link!)
    await joining.getByRole('button', { name: 'Accept the invitation' }).click()
    await joining.getByRole('heading', { name: 'Welcome to hiring' }).waitFor()
    const members = await sandbox.server.send(`GET /api/v1/organizations/${id}/members`, { headers, bearer })
    expect((JSON.parse(members.text) as Wire['OrganizationMemberList']).data).toContainEqual(
      expect.objectContaining({ email: guest, roleName: 'owner' }),
    )
    expect(complaints).toEqual([])
    await close()
  })

  it('shows who is invited to an organization, mails them again, and takes it back', async () => {
    const { id, bearer } = await found('inviting')
    const guest = newEmail('guest')
    await sandbox.server.send(`POST /api/v1/organizations/${id}/invitations`, {
      headers,
      bearer,
      body: { email: guest },
    })
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await openOrganization(page, 'inviting')
    const invitations = page.getByRole('region', { name: 'Invitations' })
    await invitations.getByRole('cell', { name: 'pending' }).waitFor()
    await invitations.getByRole('button', { name: `Mail again: ${guest}` }).click()
    await page.getByText(`${guest} is mailed again.`).waitFor()
    await invitations.getByRole('button', { name: `Take back: ${guest}` }).click()
    await confirm(page, guest, 'Take it back')
    await invitations.getByRole('cell', { name: 'revoked' }).waitFor()
    expect(await invitations.getByRole('button', { name: `Take back: ${guest}` }).count()).toBe(0)
    await close()
  })

  it('makes a SCIM token of an organization and one of the environment, each shown once with where it is for', async () => {
    const { email } = await found('company')
    const { page, close } = await enterConsole(browser!, sandbox.server)
    const dialog = page.getByRole('dialog')
    /** The token of the dialog, which is put away. */
    const kept = async () => {
      await dialog.waitFor()
      const [address, token] = await dialog.locator('code').allInnerTexts()
      expect(address).toBe(`${sandbox.server.url}/scim/v2`)
      await dialog.getByRole('button', { name: 'Copy Token' }).waitFor()
      await dialog.getByRole('button', { name: 'I have kept it' }).click()
      await settled(page)
      expect(await page.content()).not.toContain(token)
      return token!
    }
    const usersOf = async (token: string) => {
      const { status, text } = await sandbox.server.send('GET /scim/v2/Users', { bearer: token })
      return { status, text }
    }

    await openOrganization(page, 'company')
    const making = page.getByRole('region', { name: 'A new SCIM token' })
    await making.getByLabel('Name').fill('Okta')
    await making.getByRole('button', { name: 'Make the SCIM token' }).click()
    const ofCompany = await kept()
    expect(JSON.parse((await usersOf(ofCompany)).text)).toMatchObject({
      totalResults: 1,
      Resources: [{ userName: email }],
    })

    await go(page, `${here}/directories`)
    await page.getByRole('link', { name: 'one organization' }).waitFor()
    await making.getByLabel('Name').fill('Entra ID')
    await making.getByRole('button', { name: 'Make the SCIM token' }).click()
    const ofAll = await kept()
    expect((await usersOf(ofAll)).status).toBe(200)
    await page.getByRole('button', { name: 'Revoke: Entra ID' }).click()
    await confirm(page, 'Entra ID', 'Revoke the key')
    await page.getByText('Entra ID is revoked.').waitFor()
    expect((await usersOf(ofAll)).status).toBe(401)
    expect((await usersOf(ofCompany)).status).toBe(200)

    await go(page, `${here}/keys`)
    expect(await page.getByText('Okta').count()).toBe(0)
    await close()
  })

  it('makes a key of the tenant that reads, and keeps settings', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await go(page, '#/tenant')
    const making = page.getByRole('region', { name: 'A new key' })
    await making.getByLabel('Name').fill('Audit export')
    await making.getByRole('button', { name: 'Make the key' }).click()
    const dialog = page.getByRole('dialog')
    const key = await dialog.locator('code').innerText()
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    const read = () => sandbox.server.send('GET /api/platform/audit-logs', { bearer: key })
    expect((await read()).status).toBe(200)
    await page.getByRole('button', { name: 'Revoke: Audit export' }).click()
    await confirm(page, 'Audit export', 'Revoke the key')
    await page.getByText('The tenant has no key.').waitFor()
    expect((await read()).status).toBe(401)

    const setting = page.getByRole('region', { name: 'A setting' })
    await setting.getByLabel('Name').fill('supportEmail')
    await setting.getByLabel('Value').fill('help@acme.test')
    await setting.getByRole('button', { name: 'Set it' }).click()
    await setting.getByRole('alert').getByText('This is no value.').waitFor()
    await setting.getByLabel('Value').fill('"help@acme.test"')
    await setting.getByRole('button', { name: 'Set it' }).click()
    await page.getByRole('cell', { name: '"help@acme.test"' }).waitFor()
    await page.getByRole('button', { name: 'Change: supportEmail' }).click()
    const changing = page.getByRole('dialog', { name: 'Change supportEmail' })
    await changing.getByLabel('Value').fill('["help@acme.test"]')
    await changing.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: '["help@acme.test"]' }).waitFor()
    await page.getByRole('button', { name: 'Remove: supportEmail' }).click()
    await confirm(page, 'supportEmail', 'Remove the setting')
    await page.getByText('Nothing is set.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('leaves axe nothing to find on an organization in %s', async (colorScheme) => {
    const { email, address } = await found(`looks-${colorScheme}`)
    const { page, close } = await enterConsole(browser!, sandbox.server, { colorScheme, bypassCSP: true })
    await go(page, address)
    await page.getByRole('link', { name: email }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: `Change role: ${email}` }).click()
    await page.getByRole('dialog').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await close()
  })

  it('walks through an organization by keyboard', async () => {
    const { address } = await found('keyboard')
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, address)
    const { reached, missed, unmarked } = await walkByKeyboard(page)
    expect(reached).toBeGreaterThan(20)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })
})
