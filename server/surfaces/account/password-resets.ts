import type { Context } from '../../context.ts'
import { requireClient } from '../../identity/clients/clients.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import type { Proven } from '../../identity/proofs/one-time-proofs.ts'
import { weaknessOf } from '../../identity/passwords/passwords.ts'
import { requestPasswordReset, resetPassword as reset } from '../../identity/passwords/reset-password.ts'
import type { Weakness } from '../../model/password-weakness.ts'
import { policies } from '../../model/policies.ts'
import { proofRules } from '../../model/proofs.ts'
import { fullName } from '../../model/user.ts'
import { firstPasswordWords, newPasswordPage } from '../../pages/new-password.ts'
import { toPasswordRules } from '../password-rules.ts'
import { toWeakness } from '../problems.ts'
import type { Handle } from '../handle.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { goOn, openLink, toMailAsked, toMailQueued, toPage } from './links.ts'

export const sendPasswordReset: Handle<'account.sendPasswordReset'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  return {
    status: 202,
    body: toMailQueued(await requestPasswordReset(ctx, policies.account, toMailAsked(found, body))),
  }
}

export const showPasswordReset: Handle<'account.showPasswordReset'> = async ({ query }, ctx) => {
  const { proven } = await openLink(ctx, 'reset_password', query.token)
  return { status: 200, ...(await askPassword(ctx, proven, query.token)) }
}

export const resetPassword: Handle<'account.resetPassword'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'reset_password', body.token)
  const problem = ctx.wantsPage ? await weaknessOf(ctx, proven.environment, body.password, proven.user) : undefined
  if (problem) return { status: 400, ...(await askPassword(ctx, proven, body.token, problem)) }
  await reset(ctx, proven, body.password)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { message: changed } }
  return goOn(ctx, proven, (say) =>
    proven.user.passwordHash === null
      ? { title: say('password_set'), text: say('password_was_set') }
      : { title: say('password_changed'), text: say('password_was_changed') },
  )
}

const changed = 'The password was changed. Sign in with it.'

const askPassword = (ctx: Context, { user, environment, redirectUri }: Proven, token: string, weakness?: Weakness) =>
  toPage(
    ctx,
    environment,
    redirectUri,
    (look) => {
      const rules = toPasswordRules(environment.settings)
      return newPasswordPage({
        look,
        url: proofRules.reset_password.page,
        token,
        email: user.email,
        name: fullName(user),
        rules,
        ...(user.passwordHash === null && {
          words: firstPasswordWords(look, rules, { isNew: user.emailVerifiedAt === null }),
        }),
        problem: weakness && toWeakness(look, weakness),
      })
    },
    user,
  )
