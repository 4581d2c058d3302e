// Refusals that a person reads in a browser.
import type { ErrorCode } from '../../generated/errors.ts'
import type { Context } from '../context.ts'
import { findPlaceOfRefusal } from '../identity/clients/brands.ts'
import type { RefusalForPeople } from '../model/failure.ts'
import { pagePolicy } from '../pages/content-security.ts'
import { messagePage } from '../pages/message.ts'
import { brandedPage } from './branded-pages.ts'

/** A refusal for a person: what is wrong, and what was meant. It is the application's, where one is meant and known. */
export const refusalPage = async (refusal: RefusalForPeople, ctx: Context) => {
  const { code, title, detail, sandbox } = refusal
  const message = { title, text: remedies[code]?.(detail) ?? detail ?? 'Go back and try again.', tone: 'bad' } as const
  const environment = await findPlaceOfRefusal(ctx, refusal).catch(() => undefined)
  if (environment) return brandedPage(ctx, environment, [], (look) => messagePage({ ...message, look }))
  return {
    headers: { 'Content-Security-Policy': pagePolicy() },
    body: messagePage({
      ...message,
      ...(sandbox && { link: { url: '/', label: 'Where to start in this sandbox' } }),
    }),
  }
}

/** What a person can do where the refusal itself says it to developers only. */
const remedies: Partial<Record<ErrorCode, (detail: string | undefined) => string>> = {
  invalid_request: (detail) =>
    `${detail ? `${detail.replace(/\.$/, '')}. ` : ''}Go back to the app that sent you here, and begin again from there.`,
  not_found: () => 'Check the address, or go back to where you came from.',
  method_not_allowed: () => 'This address is for programs. Go back to where you came from.',
}
