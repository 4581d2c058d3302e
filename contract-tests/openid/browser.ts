// A browser without scripts: it keeps cookies, follows redirects and fills in forms, as far as an app's own address.

export interface Page {
  readonly text: string
  /** Sends the page's one form, with what was typed into it. */
  submit(typed: Readonly<Record<string, string>>): Promise<Arrived>
}

/** At the app, with what came in the query or in a form; or at a page of the service. */
export type Arrived =
  { readonly at: 'app'; readonly url: URL } | { readonly at: 'page'; readonly status: number; readonly page: Page }

const decoded = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** Asks as a program does, and follows no redirect. */
export type Ask = (url: URL, init: RequestInit) => Promise<Response>

export const openFormBrowser = (app: string, ask: Ask = fetch) => {
  const jar = new Map<string, string>()

  const go = async (url: URL, body?: URLSearchParams): Promise<Arrived> => {
    if (url.href.startsWith(app)) {
      const answer = new URL(url)
      for (const [name, value] of body ?? []) answer.searchParams.set(name, value)
      return { at: 'app', url: answer }
    }
    const answer = await ask(url, {
      method: body ? 'POST' : 'GET',
      ...(body && { body }),
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/; Max-Age=0(;|$)/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location !== null) return go(new URL(location, url))
    const text = await answer.text()
    const submit = (typed: Readonly<Record<string, string>>) => {
      const [, action = ''] = /<form method="post" action="([^"]*)"/.exec(text) ?? []
      const hidden = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
      const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, decoded(value)])
      return go(new URL(decoded(action), url), new URLSearchParams({ ...Object.fromEntries(fields), ...typed }))
    }
    return { at: 'page', status: answer.status, page: { text, submit } }
  }
  return { go, jar }
}

/** The page that somebody has come to. */
export const pageOf = (arrived: Arrived): Page => {
  if (arrived.at !== 'page') throw new Error(`At the app, and not at a page: ${arrived.url.href}`)
  return arrived.page
}

/** The app's address, with what somebody has brought there. */
export const appUrlOf = (arrived: Arrived): URL => {
  if (arrived.at !== 'app') throw new Error(`Not at the app: ${arrived.status} ${arrived.page.text.slice(0, 2000)}`)
  return arrived.url
}

/** The code that the app was given. */
export const codeOf = (arrived: Arrived): string => {
  const url = appUrlOf(arrived)
  const code = url.searchParams.get('code')
  if (code === null) throw new Error(`The app was given no code: ${url.href}`)
  return code
}
