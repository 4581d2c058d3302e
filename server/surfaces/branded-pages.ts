// Pages of ours for people: in the colours of the application that they are about, and in the language of who reads them.
import { brandOf } from '../identity/clients/brands.ts'
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { languageOf, languagesRead } from '../model/languages.ts'
import type { User } from '../model/user.ts'
import { pagePolicy } from '../pages/content-security.ts'
import type { Look } from '../pages/layout.ts'
import { speak } from '../pages/texts.ts'

/** Whose page it is, where nobody is signed in by the request itself. */
type Reader = Pick<User, 'profile'> | undefined

const spokenTo = (ctx: Context, reader: Reader) => speak(languageOf(languagesRead(ctx, reader)))

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
  const brand = await brandOf(ctx, environment)
  const look = { brand, nonce: ctx.ids.secret(), ...spokenTo(ctx, reader) }
  const policy = pagePolicy({
    formTargets,
    styleNonce: look.nonce,
    imageSources: brand.logoUrl ? [new URL(brand.logoUrl).origin] : [],
  })
  return toAnswer(policy, make(look))
}

/** The same where nobody knows yet whose page it is: in our own colours. */
export const plainPage = (ctx: Context, make: (look: Look) => string, policy = pagePolicy()) =>
  toAnswer(policy, make({ brand: null, nonce: '', ...spokenTo(ctx, undefined) }))
