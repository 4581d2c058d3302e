// What each form of the page of one's own account does.
import type { Context } from '../../context.ts'
import { proveAgain } from '../../identity/factors/fresh-proof.ts'
import { assertionOfForm } from '../../identity/factors/passkey-proof.ts'
import { addPasskeyOfForm, nameOfPasskey, removeOwnPasskey, renameOwnPasskey } from '../../identity/factors/passkeys.ts'
import { forgetOwnDevice } from '../../identity/factors/remembered-devices.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  nameOfApp,
  removeOwnApp,
  renameOwnApp,
} from '../../identity/factors/authenticator-apps.ts'
import { renewBackupCodes } from '../../identity/factors/second-factor.ts'
import { acceptOwnInvitation } from '../../identity/organizations/accept-invitation.ts'
import { declineOwnInvitation, joinOwnPlace, leaveOwnPlace } from '../../identity/organizations/own-places.ts'
import { changeOwnPassword } from '../../identity/passwords/change-password.ts'
import { requestAddressChange } from '../../identity/people/change-address.ts'
import { deleteOneself } from '../../identity/people/own-data.ts'
import { startLink, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { endOtherSessions, revokeOwnSession } from '../../identity/sessions/own-sessions.ts'
import { signOutOnOwnPage } from '../../identity/sign-in/own-page.ts'
import { canonicalEmail } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { messagePage } from '../../pages/message.ts'
import { ownBackupCodesPage, ownFactorPage } from '../../pages/own-account.ts'
import { clearedBrowserCookie, toBrowserCookie } from '../browser-cookie.ts'
import type { Reply, Wire } from '../handle.ts'
import { toFlowCookie } from '../provider-flows.ts'
import { toDataFile } from '../own-data-file.ts'
import { showAccount, showOwn, toOwnPage } from './own-page-views.ts'
import { toCallbackUrl } from './provider-urls.ts'

type Sent = Wire['AccountOwnPageForm']
type Answer = Reply<'account.submitOwnPage'>
type Action = (owner: Context, sent: Sent) => Promise<Answer | void>

/** Those of who is signed in. */
type OwnAction = Exclude<Sent['action'], 'sign_in' | 'second_factor'>

const actions: Readonly<Record<OwnAction, Action>> = {
  sign_out: async (owner) => {
    await signOutOnOwnPage(owner)
    return { status: 303, headers: { Location: toOwnPage(owner) }, cookies: [clearedBrowserCookie] }
  },
  prove: async (owner, { password, code, credential }) => {
    await proveAgain(owner, {
      password,
      code,
      ...(credential !== undefined && { credential: assertionOfForm(credential) }),
    })
  },
  password: async (owner, { new_password = '' }) => {
    const { refreshToken } = await changeOwnPassword(owner, policies.browser, new_password)
    return done(owner, 'password', [toBrowserCookie(refreshToken)])
  },
  email: async (owner, { email = '' }) => {
    if (canonicalEmail(email) === requireUser(owner).user.email) {
      return { status: 400, ...(await showAccount(owner, { problem: 'problem_address_is_yours' })) }
    }
    await requestAddressChange(owner, policies.browser, { email, redirectUri: null })
  },
  join: (owner, { id = '' }) => joinOwnPlace(owner, id),
  leave: (owner, { id = '' }) => leaveOwnPlace(owner, id),
  accept_invitation: (owner, { id = '' }) => acceptOwnInvitation(owner, id),
  decline_invitation: (owner, { id = '' }) => declineOwnInvitation(owner, id),
  end_session: (owner, { id = '' }) => revokeOwnSession(owner, id),
  end_others: async (owner) => void (await endOtherSessions(owner)),
  forget_device: (owner, { id = '' }) => forgetOwnDevice(owner, id),
  add_passkey: async (owner, { credential = '', name = '' }) =>
    void (await addPasskeyOfForm(owner, { credential, name })),
  rename_passkey: async (owner, { id = '', name = '' }) => {
    await renameOwnPasskey(owner, id, nameOfPasskey(name))
    return done(owner, 'renamed')
  },
  remove_passkey: (owner, { id = '' }) => removeOwnPasskey(owner, id),
  unlink: (owner, { id = '' }) => unlinkOwnIdentity(owner, id),
  link: async (owner, { provider = '' }) => {
    const started = await startLink(owner, { provider, callbackUrl: toCallbackUrl(owner, provider), redirectUri: null })
    const title = owner.providers.find(provider)?.provider.title ?? provider
    // A link and no redirect: the policy of the page lets its forms lead nowhere else.
    const page = await showOwn(owner, {}, ({ look }) =>
      messagePage({
        look,
        title: look.say('link', { provider: title }),
        text: look.say('provider_asks', { provider: title }),
        tone: 'neutral',
        link: { url: started.authorizeUrl, label: look.say('continue_to', { provider: title }) },
      }),
    )
    return { status: 200, ...page, cookies: [...page.cookies, toFlowCookie('/auth', started)] }
  },
  factor_begin: async (owner) => {
    const setup = await enrolSecondFactor(owner)
    return { status: 200, ...(await showOwn(owner, {}, (page) => ownFactorPage(page, setup))) }
  },
  factor_on: async (owner, { code = '', name = '' }) =>
    showCodes(owner, await confirmSecondFactor(owner, code, nameOfApp(name))),
  backup_codes: async (owner) => showCodes(owner, await renewBackupCodes(owner)),
  rename_app: async (owner, { id = '', name = '' }) => {
    await renameOwnApp(owner, id, nameOfApp(name))
    return done(owner, 'renamed')
  },
  factor_off: (owner, { id = '' }) => removeOwnApp(owner, id),
  download: async (owner) => ({ ...(await toDataFile(owner)), type: 'application/json', cookies: [] }),
  delete: async (owner, { confirm = '' }) => {
    if (confirm.trim() !== requireUser(owner).user.email) {
      return { status: 400, ...(await showAccount(owner, { problem: 'problem_address_not_typed' })) }
    }
    await deleteOneself(owner)
    return { status: 303, headers: { Location: toOwnPage(owner) }, cookies: [clearedBrowserCookie] }
  },
}

/** Runs one. What the person can mend is said on the page. */
export const runAction = async (owner: Context, action: OwnAction, sent: Sent): Promise<Answer> => {
  try {
    return (await actions[action](owner, sent)) ?? done(owner, action)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { status: 400, ...(await showAccount(owner, { failure: error })) }
  }
}

/** Back to the page, so that a reload sends nothing again. */
const done = (owner: Context, action: string, cookies: ReturnType<typeof toBrowserCookie>[] = []): Answer => ({
  status: 303,
  headers: { Location: toOwnPage(owner, { done: action }) },
  cookies,
})

const showCodes = async (owner: Context, codes: readonly string[]): Promise<Answer> => ({
  status: 200,
  ...(await showOwn(owner, {}, (page) => ownBackupCodesPage(page, codes))),
})
