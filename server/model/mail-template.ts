// Words of an owner's for the mails that we send.
import type { MailKind } from './mail.ts'

/** A mail by what it tells. One kind tells two things. */
export type MailName = MailKind | 'address_contested'

/** What a mail's words may name. */
export type MailVariable =
  'appName' | 'email' | 'link' | 'code' | 'expiresIn' | 'inviter' | 'account' | 'from' | 'provider' | 'name'

export type MailValues = Readonly<Partial<Record<MailVariable, string>>>

interface Variables {
  /** Without these the mail is of no use. */
  readonly needed: readonly MailVariable[]
  readonly others: readonly MailVariable[]
}

const notice: Variables = { needed: [], others: ['appName', 'email'] }
/** Of what somebody has changed: its link takes that back. */
const takenBack: Variables = { needed: ['link'], others: notice.others }
const ofThing: Variables = { needed: ['link'], others: [...notice.others, 'name'] }
const withLink: Variables = { needed: ['link'], others: ['appName', 'email', 'expiresIn'] }
const withCode: Variables = { needed: ['code'], others: ['appName', 'email', 'expiresIn'] }

export const mailVariables: Readonly<Record<MailName, Variables>> = {
  welcome: notice,
  account_exists: notice,
  address_contested: notice,
  verify_email_link: withLink,
  verify_email_code: withCode,
  magic_link: withLink,
  sign_in_code: withCode,
  reset_password_link: withLink,
  reset_password_code: withCode,
  change_address_link: { needed: ['link'], others: [...withLink.others, 'from'] },
  address_changed: takenBack,
  password_changed: takenBack,
  session_stolen: takenBack,
  second_factor_on: takenBack,
  second_factor_off: takenBack,
  passkey_added: takenBack,
  passkey_removed: takenBack,
  provider_linked: { needed: ['link'], others: [...notice.others, 'provider'] },
  provider_unlinked: { needed: ['link'], others: [...notice.others, 'provider'] },
  new_device: ofThing,
  client_added: ofThing,
  client_secret_renewed: ofThing,
  key_added: ofThing,
  account_deleted: notice,
  wrong_passwords: notice,
  wrong_codes: notice,
  wrong_second_factors: notice,
  invitation: { needed: ['link'], others: [...withLink.others, 'inviter', 'account'] },
  member_added: { needed: [], others: [...notice.others, 'account'] },
}

export const mailNames = Object.keys(mailVariables) as MailName[]

export interface MailWords {
  readonly subject: string
  /** Cleaned. */
  readonly htmlBody: string
  /** Null: made of the HTML. */
  readonly textBody: string | null
}

export interface MailTemplate extends MailWords {
  readonly id: string
  readonly tenantId: string
  /** Null: the tenant's, for applications that have none of their own. */
  readonly applicationId: string | null
  readonly environmentId: string | null
  readonly name: MailName
  /** BCP 47; null for everybody who wants none that there is. */
  readonly language: string | null
  readonly variables: readonly MailVariable[]
  readonly isActive: boolean
  readonly createdAt: number
  readonly updatedAt: number
}
