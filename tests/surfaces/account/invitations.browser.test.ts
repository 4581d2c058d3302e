// An invitation, clicked through as its reader would: from the mailbox to a signed-in browser.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openService } from '../../../client/service-for-tests.ts'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { prove, sender } from '../../server-for-tests.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

describe.skipIf(!browser)('an invitation in a browser', () => {
  let service: Awaited<ReturnType<typeof openService>>
  beforeAll(async () => {
    service = await openService()
  })
  afterAll(() => service?.close())

  it('names the role in the language of who reads it', async () => {
    const send = sender(service.baseUrl)
    await send('POST /sandbox/reset')
    const alice = { client_id: 'cid_inbox_manager', email: 'alice@example.test', password: 'correct horse battery' }
    const { body } = await send('POST /auth/sign-up', { body: { ...alice, account_name: 'Acme' } })
    await prove(send, alice.email)
    await send(`POST /api/accounts/${body.profile.active_membership?.account_id}/invite`, {
      bearer: body.tokens.access_token,
      body: { email: 'carol@example.test', role: 'viewer' },
    })
    const mailbox = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=carol@example.test`)
    const { messages } = (await mailbox.json()) as { messages: { token: string }[] }
    const open = async (language: string) => {
      const headers = { accept: 'text/html', 'accept-language': language }
      return (await fetch(`${service.baseUrl}/auth/accept-invite?token=${messages[0]!.token}`, { headers })).text()
    }
    expect(await open('en')).toContain('with the role viewer.')
    expect(await open('de')).toContain('mit der Rolle Betrachter.')
  })

  it.each([true, false])(
    'leads from the mailbox to a signed-in member, with JavaScript: %s',
    async (javaScriptEnabled) => {
      const send = sender(service.baseUrl)
      await send('POST /sandbox/reset')
      const alice = { client_id: 'cid_inbox_manager', email: 'alice@example.test', password: 'correct horse battery' }
      const { body } = await send('POST /auth/sign-up', { body: { ...alice, account_name: 'Acme' } })
      await prove(send, alice.email)
      const accountId = body.profile.active_membership?.account_id
      await send(`POST /api/accounts/${accountId}/invite`, {
        bearer: body.tokens.access_token,
        body: { email: 'carol@example.test', role: 'member' },
      })

      const context = await browser!.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(`${service.baseUrl}/sandbox/mailbox?to=carol@example.test`)
      const opened = context.waitForEvent('page')
      await page.frameLocator('iframe').getByRole('link', { name: 'Accept the invitation' }).click()
      const invitation = await opened
      await invitation.getByRole('heading', { name: 'Join Acme' }).waitFor()
      await invitation.getByRole('button', { name: 'Accept the invitation' }).click()
      await invitation.getByRole('heading', { name: 'Welcome to Acme' }).waitFor()
      expect(complaints).toEqual([])

      const cookies = await context.cookies(`${service.baseUrl}/auth`)
      const refreshToken = cookies.find(({ name }) => name === 'refresh_token')
      expect(refreshToken).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/auth' })
      const me = await send('GET /auth/me', { cookies: { refresh_token: refreshToken?.value ?? '' } })
      expect(JSON.parse(me.text)).toMatchObject({
        identity: { email: 'carol@example.test', email_verified: true },
        active_membership: { account_id: accountId, role: 'member' },
      })
      await invitation.goBack()
      await invitation.reload()
      await invitation.getByRole('heading', { name: 'This invitation does not work any more' }).waitFor()
      await context.close()
    },
  )
})
