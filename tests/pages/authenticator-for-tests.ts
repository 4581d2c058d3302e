// An authenticator of Chromium's own (WebAuthn Automation, WebAuthn level 3 section 11).
import type { Page } from 'playwright-core'

/** One that verifies its user and keeps passkeys, touched as soon as it is asked. Answers what leaves later requests untouched, or not. */
export const plugInAuthenticator = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return (enabled: boolean) => session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
}
