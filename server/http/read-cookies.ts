// The cookies of a request. A neighbouring site can plant one of the same name beside ours (RFC 6265 section 8.6), so that
// none counts for standing first.
import type { Request } from 'express'
import type { RequestContext, Spoken } from '../request-context.ts'

type Values = ReadonlyMap<string, readonly string[]>

/** More of one name is nobody's mistake: trying them all would be work for whoever planted them. */
const maxValues = 8

/** The different values of each cookie, in the order of the header (RFC 6265 section 4.2.1). */
export const readCookies = (header: string | undefined): Values => {
  const values = new Map<string, string[]>()
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    const value = pair
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1')
    const known = values.get(name)
    if (!known) values.set(name, [value])
    else if (!known.includes(value)) known.push(value)
  }
  return values
}

/** One value of each cookie: where there are several, the one that the surface tells apart by the request's token, or none. */
export const settleCookies = async <Ctx extends RequestContext>(
  req: Request,
  ctx: Ctx,
  { chooseCookies }: Pick<Spoken<Ctx>, 'chooseCookies'>,
): Promise<Record<string, string>> => {
  const values = readCookies(req.headers.cookie)
  const single = [...values].flatMap(([name, [value, ...others]]) =>
    others.length === 0 ? [[name, value!] as const] : [],
  )
  const settled: Record<string, string> = Object.fromEntries(single)
  if (single.length === values.size || !chooseCookies) return settled
  if ([...values.values()].some(({ length }) => length > maxValues)) return settled
  const body = (req.body ?? {}) as { csrf_token?: unknown; form_token?: unknown }
  const chosen = await chooseCookies(ctx, {
    values,
    csrfToken: textOf(req.get('x-csrf-token') ?? body.csrf_token),
    formToken: textOf(body.form_token),
  })
  return { ...settled, ...chosen }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
