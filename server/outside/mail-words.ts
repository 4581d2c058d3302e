// What each mail says: why it came, what to do, how long it is good, and what to do if it was not you.
import { type DeviceWording, englishDevices } from '../model/device-words.ts'
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

/** A notice may lead somewhere: to the sign-in, or to where it is taken back. */
interface Notice extends Named {
  readonly link?: string | null
  readonly token?: string | null
}

interface PasswordChange extends Notice {
  /** They had none before. */
  readonly isFirst?: boolean
}

interface AddressChange extends WithLink {
  /** Whose address it is to be: the one that they have. */
  readonly from: string
}

interface OfProvider extends Notice {
  /** Its name. */
  readonly provider: string
}

interface OfDevice extends Notice {
  /** What the device says of itself. */
  readonly userAgent: string | null
}

interface OfThing extends Notice {
  /** What the client or the key is called. */
  readonly name: string
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
  sign_in_code: WithCode
  reset_password_link: WithLink
  reset_password_code: WithCode
  change_address_link: AddressChange
  address_changed: Notice
  password_changed: PasswordChange
  session_stolen: Notice
  second_factor_on: Notice
  second_factor_off: Notice
  passkey_added: Notice
  passkey_removed: Notice
  provider_linked: OfProvider
  provider_unlinked: OfProvider
  new_device: OfDevice
  client_added: OfThing
  client_secret_renewed: OfThing
  key_added: OfThing
  account_deleted: Notice
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

/** How long something is good, as people say it. */
interface Within {
  readonly within: string
}

/** What a device is called, as people say it. */
interface Called {
  readonly name: string
}

/** What the words are given: names and times as they are to be read. */
export type Worded<Data> = Data extends { readonly minutes: number }
  ? Data & Within
  : Data extends { readonly userAgent: string | null }
    ? Data & Called
    : Data

type Words = { readonly [K in MailKind]: (data: Worded<MailData[K]>) => Letter }

/** All that is said in one language. */
export interface Wording {
  readonly words: Words
  readonly devices: DeviceWording
  /** Before the address, for who cannot press the button. */
  readonly openAddress: string
  /** Last of all: from where to whom. */
  readonly sentTo: (appName: string, to: string) => string
}

const IGNORE = 'If this was not you, ignore this mail. Nothing happens without the'

/** What the link of every notice does: see `takeBack`. */
const takenBack = {
  action: 'This was not me',
  closing: [
    'If this was you, there is nothing to do.',
    'If it was not, press the button within 7 days: everybody is signed out, what was changed since is taken back, and you choose a new password.',
  ],
} as const

const words: Words = {
  welcome: ({ appName }) => ({
    title: `Welcome to ${appName}`,
    opening: [`Your ${appName} account is ready.`],
    action: 'Sign in',
    closing: ['If you did not make this account, reset its password: it was made with your address.'],
  }),
  account_exists: ({ appName, isProven }) => (isProven ? hasAccount(appName) : isContested(appName)),
  verify_email_link: ({ appName, within }) => ({
    title: `Confirm your address for ${appName}`,
    opening: [`You gave this address to ${appName}. Confirm that it is yours.`],
    action: 'Confirm address',
    closing: [`The link works once, within ${within}.`, `${IGNORE} link.`],
  }),
  verify_email_code: ({ appName, within }) => ({
    title: `Confirm your address for ${appName}`,
    opening: [`You gave this address to ${appName}. Enter this code there to confirm that it is yours.`],
    closing: [`The code works once, within ${within}. Give it to nobody.`, `${IGNORE} code.`],
  }),
  magic_link: ({ appName, within }) => ({
    title: `Sign in to ${appName}`,
    opening: [`You asked for a link to sign in to ${appName}.`],
    action: 'Sign in',
    closing: [`The link works once, within ${within}. Forward it to nobody.`, `${IGNORE} link.`],
  }),
  sign_in_code: ({ appName, within }) => ({
    title: `Sign in to ${appName}`,
    opening: [`You asked for a code to sign in to ${appName}. Enter it there.`],
    closing: [`The code works once, within ${within}. Give it to nobody.`, `${IGNORE} code.`],
  }),
  reset_password_link: ({ appName, within }) => ({
    title: `Choose a new ${appName} password`,
    opening: [`You asked for a new password for your ${appName} account.`],
    action: 'Choose a new password',
    closing: [`The link works once, within ${within}. Forward it to nobody.`, `${IGNORE} link.`],
  }),
  reset_password_code: ({ appName, within }) => ({
    title: `Choose a new ${appName} password`,
    opening: [`You asked for a new password for your ${appName} account. Enter this code there.`],
    closing: [`The code works once, within ${within}. Give it to nobody.`, `${IGNORE} code.`],
  }),
  change_address_link: ({ appName, from, within }) => ({
    title: `Confirm your new address for ${appName}`,
    opening: [
      `Somebody who signs in to ${appName} as ${from} asks to use this address instead.`,
      'If that is you, confirm it. From then on you sign in with this address.',
    ],
    action: 'Use this address',
    closing: [
      `The link works once, within ${within}, and only while you stay signed in where you asked.`,
      'If this was not you, ignore this mail: confirming it would give your address to somebody else.',
    ],
  }),
  address_changed: ({ appName }) => ({
    title: `Your ${appName} account has another address`,
    opening: [`Your ${appName} account was moved to another address. You do not sign in with this one any more.`],
    ...takenBack,
  }),
  password_changed: ({ appName, isFirst }) => ({
    title: isFirst ? `Your ${appName} account has a password now` : `Your ${appName} password was changed`,
    opening: [
      isFirst
        ? `A password was set for your ${appName} account. All other devices were signed out.`
        : `The password of your ${appName} account was changed. All other devices were signed out.`,
    ],
    ...takenBack,
  }),
  session_stolen: ({ appName }) => ({
    title: `We ended a ${appName} session`,
    opening: [
      `A session of your ${appName} account was used from two places at once. Somebody may have copied it, so we ended it. Sign in again to go on.`,
    ],
    ...takenBack,
    closing: [
      'If you know why this happened, there is nothing to do.',
      'If you do not, press the button within 7 days: everybody is signed out, and you choose a new password.',
    ],
  }),
  second_factor_on: ({ appName }) => ({
    title: `Two-step sign-in is on for ${appName}`,
    opening: [
      `Your ${appName} account now asks for a code of your authenticator app after the password. All other devices were signed out.`,
      'Keep your backup codes where you find them without that device.',
    ],
    ...takenBack,
  }),
  second_factor_off: ({ appName }) => ({
    title: `Two-step sign-in is off for ${appName}`,
    opening: [`Your ${appName} account no longer asks for a code after the password.`],
    ...takenBack,
  }),
  passkey_added: ({ appName }) => ({
    title: `A passkey was added to your ${appName} account`,
    opening: [`From now on a new passkey signs in to your ${appName} account, without a password.`],
    ...takenBack,
  }),
  passkey_removed: ({ appName }) => ({
    title: `A passkey was removed from your ${appName} account`,
    opening: [`A passkey no longer signs in to your ${appName} account.`],
    ...takenBack,
  }),
  provider_linked: ({ appName, provider }) => ({
    title: `${provider} now signs in to your ${appName} account`,
    opening: [`From now on a ${provider} account signs in to your ${appName} account, without a password.`],
    ...takenBack,
  }),
  provider_unlinked: ({ appName, provider }) => ({
    title: `${provider} no longer signs in to your ${appName} account`,
    opening: [`A ${provider} account was taken from your ${appName} account.`],
    ...takenBack,
  }),
  new_device: ({ appName, name }) => ({
    title: `A new device signed in to your ${appName} account`,
    opening: [`${name}: from there nobody had signed in to your ${appName} account before.`],
    ...takenBack,
  }),
  client_added: ({ appName, name }) => ({
    title: `A client was added to your ${appName} account`,
    opening: [`The client ${name} was registered in your name. It can act for the account that it was made in.`],
    ...takenBack,
  }),
  client_secret_renewed: ({ appName, name }) => ({
    title: `A client of your ${appName} account has a new secret`,
    opening: [`The secret of the client ${name} was renewed in your name. The one before works no more.`],
    ...takenBack,
  }),
  key_added: ({ appName, name }) => ({
    title: `A key was added to your ${appName} account`,
    opening: [`The API key ${name} was made in your name. Whoever has it can act with it.`],
    ...takenBack,
  }),
  account_deleted: ({ appName }) => ({
    title: `Your ${appName} account was deleted`,
    opening: [`Your ${appName} account is gone, with all that was in it. Nobody can bring it back.`],
    closing: ['If this was not you, somebody had access to it: look at your mailbox and your passwords elsewhere.'],
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
  invitation: ({ appName, inviter, account, within }) => ({
    title: `You are invited to ${account || appName}`,
    opening: [
      account
        ? `${inviter || 'Somebody'} invites you to join ${account} on ${appName}.`
        : `${inviter || 'Somebody'} invites you to ${appName}.`,
    ],
    action: 'Accept the invitation',
    closing: [
      `The link works once, within ${within}. It is for you alone.`,
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

export const english: Wording = {
  words,
  devices: englishDevices,
  openAddress: 'Or open this address:',
  sentTo: (appName, to) => `${appName}, to ${to}`,
}
