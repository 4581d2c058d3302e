// What the pages say, in English. Each text is data: `{{name}}` is filled, and nothing else in it means anything.
import { accountInEnglish } from './en-account.ts'

export const english = {
  ...accountInEnglish,

  // On every page.
  skip_to_content: 'Skip to the content',
  show: 'Show',
  hide: 'Hide',
  show_what_you_type: 'Show what you type',
  hide_what_you_type: 'Hide what you type',
  optional: '(optional)',
  email: 'Email',
  password: 'Password',
  new_password: 'New password',
  name: 'Name',
  code: 'Code',
  sign_in: 'Sign in',
  sign_out: 'Sign out',
  continue: 'Continue',
  goes_on_to: 'You go on to {{destination}}.',
  an_app_here: 'an app on this device ({{scheme}})',
  the_app: 'the app',

  // Sign in, sign up.
  sign_in_to: 'Sign in to {{app}}',
  mail_me_a_link: 'Mail me a link instead',
  sign_in_with_passkey: 'Sign in with a passkey',
  passkey_not_used: 'The passkey was not used. Try again, or sign in another way.',
  forgot_password: 'Forgot your password?',
  create_an_account: 'Create an account',
  or_continue_with: 'or continue with',
  continue_with: 'Continue with {{provider}}',
  create_your_account: 'Create your account',
  create_account: 'Create account',
  i_have_an_account: 'I have an account',
  back_to_sign_in: 'Back to sign-in',

  // A new password.
  rule_length: 'At least {{count}} characters',
  rule_number: 'A digit',
  rule_lowercase: 'A lower-case letter',
  rule_uppercase: 'An upper-case letter',
  rule_special: 'A special character',
  rule_strength: 'Hard to guess: several words that have nothing to do with you',
  rule_met: ', done',
  choose_password: 'Choose a password',
  choose_new_password: 'Choose a new password',
  password_for: 'For {{email}}.',
  all_devices_signed_out: 'All devices will be signed out.',
  you_sign_in_with_it: 'You sign in with it from now on.',
  password_of: 'Password, at least {{count}} characters',
  new_password_of: 'New password, at least {{count}} characters',
  change_password: 'Change password',
  password_set: 'Password set',
  password_was_set: 'Your password is set. Sign in with it.',
  password_changed: 'Password changed',
  password_was_changed: 'The password was changed. Sign in with it.',
  your_password_was_changed: 'Your password was changed. Sign in with it.',

  // The second step.
  one_more_step: 'One more step',
  asks_for_app_code: 'Your account asks for a code of your authenticator app.',
  six_digits_or_backup: 'Six digits of the app, or one of your backup codes.',
  six_digits_of_app: 'Six digits of the app.',
  six_digits_by_mail: 'Six digits, good for ten minutes.',
  do_not_ask_for: 'Do not ask again in this browser for {{time}}',
  set_up_second_step: 'Set up your second step',
  second_step_asked: 'This app asks for a second step of signing in, and you have none yet.',
  second_step_asked_here: 'A second step of signing in is asked for here, and you have none yet.',
  switch_on_and_continue: 'Switch on and continue',
  use_your_passkey: 'Your password is not enough here. Sign in with your passkey.',
  asks_for_passkey_or_code: 'Your account asks for your passkey, or a code of your authenticator app.',
  use_passkey: 'Use your passkey',
  backup_code: 'Backup code',
  one_that_you_kept: 'One that you kept.',
  or_passkey_instead: 'Or use a passkey instead',
  passkey_in_place_of_app: 'It signs you in with a finger, a face or a PIN. Keep the backup codes for when it is lost.',
  make_passkey: 'Make a passkey and continue',
  step_scan: '1. Scan this with your authenticator app',
  secret_as_picture: 'The secret as a picture',
  or_type_it: 'Or type it there:',
  step_keep_codes: '2. Keep your backup codes',
  backup_codes_of_setup:
    'Each works once, in place of a code of the app. They count once you have switched it on, and are not shown after that.',
  step_enter_code: '3. Enter a code of the app',

  // Mails that are waited for.
  check_your_mail: 'Check your mail',
  code_mailed: 'We mailed a code to {{email}}. Enter it to prove that the address is yours.',
  link_mailed: 'We mailed a link to {{email}}. Open it to prove that the address is yours, and then sign in.',
  verify_address: 'Verify address',
  mail_new_code: 'Mail a new code',
  mail_new_link: 'Mail a new link',
  new_mail_on_its_way: 'If the address can get such a mail, a new one is on its way.',
  tell_your_address: 'Tell us your address. If it has an account, we mail you what you need for a new password.',
  send_mail: 'Send mail',
  reset_code_on_its_way:
    'If {{email}} has an account, a code is on its way there. Enter it with the password you want.',
  reset_link_on_its_way: 'If {{email}} has an account, a link is on its way there. Open it to choose a new password.',
  no_mail_ask_again: 'No mail? Ask again',
  link_on_its_way: 'If {{email}} has an account, a link is on its way there. Open it in this browser to sign in.',

  // What an app may have.
  let_app_in: 'Let {{app}} in?',
  app_asks_to: 'You are signed in as {{email}}. The app {{app}} at {{destination}} asks to:',
  app_of_host_asks_to:
    'You are signed in as {{email}}. An app of {{app}}, which calls itself “{{name}}” and takes you to {{destination}}, asks to:',
  wish_openid: 'know who you are, and that it is you each time',
  wish_profile: 'see your name and your profile',
  wish_email: 'see your email address',
  wish_phone: 'see your phone number',
  wish_address: 'see your postal address',
  wish_offline_access: 'go on when you are not there',
  wish_other: 'use “{{scope}}”',
  wish_resource: 'act for you at {{resource}}',
  allow: 'Allow',
  do_not_allow: 'Do not allow',
  privacy_policy: 'Privacy policy',
  terms_of_use: 'Terms of use',
  continue_as: 'Continue as {{email}}',
  use_another_account: 'Use another account',
  cancel: 'Cancel',
  go_by_provider: 'You go on to {{provider}}, and from there to {{destination}}.',
  one_moment: 'One moment',

  // A device.
  connect_device: 'Connect a device',
  type_device_code: 'Type the code that your device shows.',
  eight_letters: 'Eight letters, good for ten minutes.',
  let_device_in: 'Let this device in?',
  device_asks:
    'You are signed in as {{email}}. A device that shows the code {{code}} asks to use {{app}} in your name.',
  device_asks_to:
    'You are signed in as {{email}}. A device that shows the code {{code}} asks to use {{app}} in your name, and to:',
  only_your_device:
    'Allow it only if the device is in front of you and you began this there. Nobody else may ask you for a code.',
  device_connected: 'The device is connected',
  device_not_connected: 'The device is not connected',
  close_and_go_on: 'You can close this page and go on there.',
  device_gets_nothing: 'It gets nothing. You can close this page.',

  // Behind a mailed link.
  sign_in_as: 'As {{email}}. You go on to {{destination}}.',
  sign_in_to_as: 'Sign in to {{app}} as {{email}}.',
  sign_in_as_only: 'Sign in as {{email}}.',
  signed_in: 'You are signed in',
  go_back_to_it: 'You can go back to {{app}}.',
  go_back_to: 'Go back to {{app}}',
  link_is_of_other_browser:
    'The link signs in only in the browser where you asked for it. Open it there; it was not used up.',
  go_on_where_you_began:
    'Go on in the window where you began to sign in. This is another browser, or it was more than an hour ago.',
  sign_in_here_instead: 'Sign in here instead',
  confirm_address: 'Confirm your address',
  confirm_it_is_yours: 'Confirm that this address is yours: {{email}}.',
  confirm_address_button: 'Confirm address',
  address_confirmed: 'Address confirmed',
  address_is_yours: '{{email}} is yours. You can close this page.',
  did_not_sign_up: 'I did not sign up',
  account_deleted: 'Account deleted',
  account_was_deleted: 'The account was deleted. Your address can be used again.',
  choose_password_that_holds:
    'Somebody else signed up with it too: choose the password that is to hold. What they set up is removed.',
  use_this_address: 'Use this address?',
  address_changes:
    'Who signs in as {{from}} signs in as {{email}} from now on. If {{from}} is not you, close this page.',
  use_this_address_button: 'Use this address',
  address_changed: 'Address changed',
  sign_in_as_from_now: 'From now on you sign in as {{email}}.',
  was_this_not_you: 'Was this not you?',
  take_back:
    'Everybody is signed out of the account of {{email}}, what has been changed about its sign-in since is taken back, and we mail you a link to a new password.',
  sign_everybody_out: 'It was not me: sign everybody out',
  you_are_safe: 'You are safe',
  everybody_out_and_mailed: 'Everybody is signed out. We mailed you a link to choose a new password.',
  everybody_out: 'Everybody is signed out',
  address_is_taken:
    'Everybody is signed out. Your old address belongs to another account by now, so this one could not be given back: ask whoever runs this service.',
  join: 'Join {{name}}',
  the_account: 'the account',
  invited_as: 'You are invited as {{email}}.',
  invited_with_role: 'You are invited as {{email}}, with the role {{role}}.',
  role_owner: 'owner',
  role_member: 'member',
  role_viewer: 'viewer',
  accept_invitation: 'Accept the invitation',
  welcome_to: 'Welcome to {{name}}',
  sign_in_at_app_now: 'Sign in at the app now. It asks you to set up a second step of signing in first.',
  signed_in_go_back: 'You are signed in as {{email}}. You can go back to {{app}}.',

  // Signing out.
  sign_out_question: 'Sign out?',
  asks_to_sign_out: '{{app}} asks you to sign out.',
  signed_in_as: 'You are signed in as {{email}}.',
  signed_out: 'You are signed out',
  nobody_signed_in: 'Nobody is signed in here in this browser.',
  go_on_to: 'Go on to {{destination}}',
  signing_out: 'Signing out',
} as const

/** The name of a text. */
export type TextKey = keyof typeof english

/** All that is said in one language. */
export type PageTexts = Readonly<Record<TextKey, string>>
