/** What a mail is about; each kind has a template and a lifetime. */
export type MailKind =
  | 'welcome'
  | 'account_exists'
  | 'verify_email_link'
  | 'verify_email_code'
  | 'magic_link'
  | 'sign_in_code'
  | 'reset_password_link'
  | 'reset_password_code'
  | 'change_address_link'
  | 'address_changed'
  | 'password_changed'
  | 'session_stolen'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'passkey_added'
  | 'passkey_removed'
  | 'provider_linked'
  | 'provider_unlinked'
  | 'new_device'
  | 'client_added'
  | 'client_secret_renewed'
  | 'key_added'
  | 'account_deleted'
  | 'wrong_passwords'
  | 'wrong_codes'
  | 'wrong_second_factors'
  | 'invitation'
  | 'member_added'

/** A rendered mail. `code`, `link` and `token` repeat what the text holds, for the sandbox mailbox. */
export interface MailMessage {
  readonly kind: MailKind
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly code: string | null
  readonly link: string | null
  readonly token: string | null
}
