// Pages of ours in the colours of the application that they are about. Three surfaces have some.
import { brandOf } from '../identity/clients/brands.ts'
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { pagePolicy } from '../pages/content-security.ts'
import type { Look } from '../pages/layout.ts'

/** `formTargets` are the origins that a form's answer may send the browser on to. */
export const brandedPage = async (
  ctx: Context,
  environment: Environment,
  formTargets: readonly string[],
  make: (look: Look) => string,
) => {
  const look = { brand: await brandOf(ctx, environment), nonce: ctx.ids.secret() }
  const policy = pagePolicy({
    formTargets,
    styleNonce: look.nonce,
    imageSources: look.brand.logoUrl ? [new URL(look.brand.logoUrl).origin] : [],
  })
  return { type: 'text/html' as const, headers: { 'Content-Security-Policy': policy }, body: make(look) }
}
