// A fetch for Node that keeps cookies as a browser does, for one host.

export const createCookieFetch = () => {
  const jar = new Map<string, { value: string; path: string }>()

  const cookieFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    if (request.credentials === 'include') {
      const sent = [...jar]
        .filter(([, { path }]) => pathname.startsWith(path))
        .map(([name, { value }]) => `${name}=${value}`)
      if (sent.length > 0) request.headers.set('Cookie', sent.join('; '))
    }
    const response = await fetch(request)
    if (request.credentials === 'include') response.headers.getSetCookie().forEach(keep)
    return response
  }

  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/; Max-Age=0(;|$)/.test(line)) jar.delete(name)
    else jar.set(name, { value, path: /; Path=([^;]+)/.exec(line)?.[1] ?? '/' })
  }

  return { fetch: cookieFetch, jar }
}
