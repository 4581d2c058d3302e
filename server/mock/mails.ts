// The mailbox of the mock: one mail of each kind, as the service would have sent it.
import type { World } from '../context.ts'
import { deliverDueMails, queueMail } from '../identity/mails/mail.ts'
import type { MailKind } from '../model/mail.ts'
import { sandboxEnvironmentId } from '../model/sandbox-credentials.ts'
import type { MailData } from '../outside/mail-templates.ts'
import { findEnvironment } from '../storage/environments.ts'

const person = 'alice@example.test'
/** As the examples of the contract have it. */
const token = '3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6'

type Letters = { readonly [K in MailKind]: Omit<MailData[K], 'appName'> }

const lettersAt = (url: string): Letters => {
  const linkTo = (path: string, minutes: number) => ({ link: `${url}${path}?token=${token}`, token, minutes })
  const code = { code: '424242', minutes: 10 }
  const notMe = { link: `${url}/auth/not-me?token=${token}`, token }
  return {
    welcome: {},
    account_exists: { isProven: true },
    verify_email_link: linkTo('/auth/verify', 24 * 60),
    verify_email_code: code,
    magic_link: linkTo('/auth/sign-in-with-token', 15),
    sign_in_code: code,
    reset_password_link: linkTo('/auth/reset-password', 60),
    reset_password_code: code,
    change_address_link: { ...linkTo('/auth/change-email', 60), from: 'alice@example.com' },
    address_changed: notMe,
    password_changed: notMe,
    session_stolen: notMe,
    second_factor_on: notMe,
    second_factor_off: notMe,
    passkey_added: notMe,
    passkey_removed: notMe,
    provider_linked: { ...notMe, provider: 'Google' },
    provider_unlinked: { ...notMe, provider: 'Google' },
    new_device: { ...notMe, userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    client_added: { ...notMe, name: 'Reports' },
    client_secret_renewed: { ...notMe, name: 'Reports' },
    key_added: { ...notMe, name: 'Deploy' },
    account_deleted: {},
    wrong_passwords: {},
    wrong_codes: {},
    wrong_second_factors: {},
    invitation: { ...linkTo('/auth/accept-invite', 7 * 24 * 60), inviter: 'Bob', account: 'Inbox Manager' },
    member_added: { account: 'Inbox Manager' },
  }
}

export const fillMailbox = async (world: World): Promise<void> => {
  const environment = (await findEnvironment(world.db, sandboxEnvironmentId))!
  const letters = lettersAt(world.config.publicUrl)
  for (const kind of Object.keys(letters) as MailKind[]) {
    await queueMail(world, world.db, environment, kind, person, letters[kind])
  }
  // Sent, they stay: what waits is dropped once its link has ended.
  await deliverDueMails(world)
}
