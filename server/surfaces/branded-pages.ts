// Pages of ours for people: in the colours of the application that they are about, and in the language of who reads them.
import { textsOfPages } from '../identity/administration/page-texts.ts'
import { brandOf } from '../identity/clients/brands.ts'
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import type { Brand } from '../model/brand.ts'
import { type Language, languageOf, languagesRead } from '../model/languages.ts'
import type { User } from '../model/user.ts'
import { pagePolicy } from '../pages/content-security.ts'
import type { Look } from '../pages/layout.ts'
import { speak } from '../pages/texts.ts'

/** Whose page it is, where nobody is signed in by the request itself. */
type Reader = Pick<User, 'profile'> | undefined

/** How pages of an environment look and speak, in a language. */
export const brandedLook = async (
  ctx: Context,
  environment: Environment,
  language: Language,
): Promise<Look & { readonly brand: Brand }> => {
  const own = await textsOfPages(ctx, environment, language)
  return { brand: await brandOf(ctx, environment), nonce: ctx.ids.secret(), ...speak(language, own) }
}

const toAnswer = (policy: string, body: string) => ({
  type: 'text/html' as const,
  headers: { 'Content-Security-Policy': policy, Vary: 'Origin, Accept-Language' },
  body,
})

/** `formTargets` are the origins that a form's answer may send the browser on to. */
export const brandedPage = async (
  ctx: Context,
  environment: Environment,
  formTargets: readonly string[],
  make: (look: Look) => string,
  reader?: Reader,
) => {
  const look = await brandedLook(ctx, environment, languageOf(languagesRead(ctx, reader)))
  const { logoUrl } = look.brand
  const policy = pagePolicy({
    formTargets,
    styleNonce: look.nonce,
    imageSources: logoUrl ? [new URL(logoUrl).origin] : [],
  })
  return toAnswer(policy, make(look))
}

/** The same where nobody knows yet whose page it is: in our own colours. */
export const plainPage = (ctx: Context, make: (look: Look) => string, policy = pagePolicy()) =>
  toAnswer(policy, make({ brand: null, nonce: '', ...speak(languageOf(languagesRead(ctx))) }))
