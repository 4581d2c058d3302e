// What each mail says: why it came, what to do, how long it is good, and what to do if it was not you.
import type { MailKind } from '../model/mail.ts'

interface Named {
  /** The application as its users know it. */
  readonly appName: string
}

interface Exists extends Notice {
  /** Somebody has proven the address, and it is theirs. */
  readonly isProven: boolean
}

interface WithLink extends Named {
  /** Absolute, http or https. */
  readonly link: string
  /** What the link holds, for the sandbox mailbox. */
  readonly token?: string | null
  /** How long it is good. */
  readonly minutes: number
}

interface WithCode extends Named {
  readonly code: string
  /** How long it is good. */
  readonly minutes: number
}

/** A notice may lead somewhere: to the sign-in, or to a new password. */
interface Notice extends Named {
  readonly link?: string | null
}

interface Invitation extends WithLink {
  /** Name or address of the person who invites. */
  readonly inviter?: string | null
  /** Name of the account to join. */
  readonly account?: string | null
}

interface Added extends Notice {
  /** Name of the account they are in now. */
  readonly account?: string | null
}

export interface MailData {
  welcome: Notice
  account_exists: Exists
  verify_email_link: WithLink
  verify_email_code: WithCode
  magic_link: WithLink
  reset_password_link: WithLink
  reset_password_code: WithCode
  password_changed: Notice
  session_stolen: Notice
  second_factor_on: Notice
  second_factor_off: Notice
  passkey_added: Notice
  passkey_removed: Notice
  wrong_passwords: Notice
  wrong_codes: Notice
  wrong_second_factors: Notice
  invitation: Invitation
  member_added: Added
}

/** A mail's content before it has a form. */
export interface Letter {
  /** Subject and heading. */
  readonly title: string
  /** Why this came and what to do. */
  readonly opening: readonly string[]
  /** What the button says, where there is a link. */
  readonly action?: string
  /** How long it is good, and what to do if it was not you. */
  readonly closing: readonly string[]
}

type Words = { readonly [K in MailKind]: (data: MailData[K]) => Letter }

const IGNORE = 'If this was not you, ignore this mail. Nothing happens without the'

export const words: Words = {
  welcome: ({ appName }) => ({
    title: `Welcome to ${appName}`,
    opening: [`Your ${appName} account is ready.`],
    action: 'Sign in',
    closing: ['If you did not make this account, reset its password: it was made with your address.'],
  }),
  account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
  verify_email_link: ({ appName, minutes }) => ({
    title: `Confirm your address for ${appName}`,
    opening: [`You gave this address to ${appName}. Confirm that it is yours.`],
    action: 'Confirm address',
    closing: [`The link works once, within ${duration(minutes)}.`, `${IGNORE} link.`],
  }),
  verify_email_code: ({ appName, minutes }) => ({
    title: `Confirm your address for ${appName}`,
    opening: [`You gave this address to ${appName}. Enter this code there to confirm that it is yours.`],
    closing: [`The code works once, within ${duration(minutes)}. Give it to nobody.`, `${IGNORE} code.`],
  }),
  magic_link: ({ appName, minutes }) => ({
    title: `Sign in to ${appName}`,
    opening: [`You asked for a link to sign in to ${appName}.`],
    action: 'Sign in',
    closing: [`The link works once, within ${duration(minutes)}. Forward it to nobody.`, `${IGNORE} link.`],
  }),
  reset_password_link: ({ appName, minutes }) => ({
    title: `Choose a new ${appName} password`,
    opening: [`You asked for a new password for your ${appName} account.`],
    action: 'Choose a new password',
    closing: [`The link works once, within ${duration(minutes)}. Forward it to nobody.`, `${IGNORE} link.`],
  }),
  reset_password_code: ({ appName, minutes }) => ({
    title: `Choose a new ${appName} password`,
    opening: [`You asked for a new password for your ${appName} account. Enter this code there.`],
    closing: [`The code works once, within ${duration(minutes)}. Give it to nobody.`, `${IGNORE} code.`],
  }),
  password_changed: ({ appName }) => ({
    title: `Your ${appName} password was changed`,
    opening: [`The password of your ${appName} account was changed. All other devices were signed out.`],
    action: 'Reset password',
    closing: ['If this was you, there is nothing to do.', 'If it was not, reset your password now.'],
  }),
  session_stolen: ({ appName }) => ({
    title: `We ended a ${appName} session`,
    opening: [
      `A session of your ${appName} account was used from two places at once. Somebody may have copied it, so we ended it. Sign in again to go on.`,
    ],
    action: 'Reset password',
    closing: ['If you do not know why this happened, reset your password now.'],
  }),
  second_factor_on: ({ appName }) => ({
    title: `Two-step sign-in is on for ${appName}`,
    opening: [
      `Your ${appName} account now asks for a code of your authenticator app after the password. All other devices were signed out.`,
      'Keep your backup codes where you find them without that device.',
    ],
    action: 'Reset password',
    closing: ['If this was you, there is nothing to do.', 'If it was not, reset your password now.'],
  }),
  second_factor_off: ({ appName }) => ({
    title: `Two-step sign-in is off for ${appName}`,
    opening: [`Your ${appName} account no longer asks for a code after the password.`],
    action: 'Reset password',
    closing: ['If this was you, there is nothing to do.', 'If it was not, reset your password now.'],
  }),
  passkey_added: ({ appName }) => ({
    title: `A passkey was added to your ${appName} account`,
    opening: [`From now on a new passkey signs in to your ${appName} account, without a password.`],
    action: 'Reset password',
    closing: [
      'If this was you, there is nothing to do.',
      'If it was not, reset your password now, which signs everybody out, and remove the passkey.',
    ],
  }),
  passkey_removed: ({ appName }) => ({
    title: `A passkey was removed from your ${appName} account`,
    opening: [`A passkey no longer signs in to your ${appName} account.`],
    action: 'Reset password',
    closing: ['If this was you, there is nothing to do.', 'If it was not, reset your password now.'],
  }),
  wrong_passwords: ({ appName }) => ({
    title: `Wrong passwords for your ${appName} account`,
    opening: [
      `Somebody tried to sign in to your ${appName} account with wrong passwords, several times. Nobody was let in by them.`,
    ],
    action: 'Reset password',
    closing: [
      'If this was you, ask for a new password on the sign-in page.',
      'If it was not, make sure that you use your password nowhere else.',
    ],
  }),
  wrong_codes: ({ appName }) => ({
    title: `Wrong codes for your ${appName} account`,
    opening: [
      `Somebody entered wrong codes for your ${appName} account, several times. Nobody was let in by them.`,
      'The right ones are in mails to you alone. Give none of them to anybody, whoever asks.',
    ],
    closing: ['If this was you, ask for a new code.', 'If it was not, there is nothing to do.'],
  }),
  wrong_second_factors: ({ appName }) => ({
    title: `Somebody may know your ${appName} password`,
    opening: [
      `Somebody entered the password of your ${appName} account, and then wrong codes of the second step, several times. Nobody was let in by them.`,
    ],
    action: 'Reset password',
    closing: ['If this was you, use one of your backup codes.', 'If it was not, reset your password now.'],
  }),
  invitation: ({ appName, inviter, account, minutes }) => ({
    title: `You are invited to ${account || appName}`,
    opening: [
      account
        ? `${inviter || 'Somebody'} invites you to join ${account} on ${appName}.`
        : `${inviter || 'Somebody'} invites you to ${appName}.`,
    ],
    action: 'Accept the invitation',
    closing: [
      `The link works once, within ${duration(minutes)}. It is for you alone.`,
      'If you do not expect this, ignore this mail. Nobody learns whether you opened it.',
    ],
  }),
  member_added: ({ appName, account }) => ({
    title: account ? `You were added to ${account}` : `You were added to an account on ${appName}`,
    opening: [
      account
        ? `Somebody made you a member of ${account} on ${appName}.`
        : `Somebody made you a member of an account on ${appName}.`,
      'Nothing happens there in your name unless you switch to it.',
    ],
    action: 'Sign in',
    closing: ['If you do not want to be a member, sign in and leave.'],
  }),
}

/** Minutes as people say them: 10 minutes, 1 hour, 24 hours, 7 days. */
export const duration = (minutes: number): string => {
  if (minutes % 1440 === 0 && minutes > 1440) return `${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? '1 hour' : `${minutes / 60} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

const hasAccount = (appName: string): Letter => ({
  title: `You already have a ${appName} account`,
  opening: [
    `Somebody, probably you, tried to sign up for ${appName} with this address. It already has an account, so nothing was changed.`,
    'Sign in as usual. If you forgot your password, ask for a new one on the sign-in page.',
  ],
  action: 'Sign in',
  closing: ['If this was not you, ignore this mail. Your account is safe.'],
})

const isContested = (appName: string): Letter => ({
  title: `Confirm your address for ${appName}`,
  opening: [
    `Somebody, probably you, signed up for ${appName} with this address once more. Nobody has confirmed yet whose it is.`,
    'To confirm it, use the code or link that was mailed to you, or ask for a new one on the sign-in page. If your password does not work then, ask for a new one there.',
  ],
  action: 'Sign in',
  closing: ['If this was not you, ignore this mail. Nobody gets in before the address is confirmed.'],
})
