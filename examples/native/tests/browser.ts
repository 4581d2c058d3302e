// The system's browser, as far as a sign-in needs one: it fills in the form, and is sent on.

/** Where the browser is sent in the end. The mock has a page without a form: it is asked for the redirect. */
export const signInByPage = async (url: string, person: { readonly email: string; readonly password: string }) => {
  const page = await fetch(url, { headers: { Accept: 'text/html' } })
  const text = await page.text()
  if (!page.ok) throw new Error(`The page answers ${page.status}: ${text}`)
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
  const headers = {
    Accept: 'text/html',
    Origin: new URL(url).origin,
    Cookie: page.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
    ...(!action && { Prefer: 'code=303' }),
  }
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name!, value!]))
  const answer = await fetch(new URL(action ?? url, url), {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...fields, ...person }),
    redirect: 'manual',
  })
  const location = answer.headers.get('Location')
  if (!location) throw new Error(`The page answers ${answer.status}: ${await answer.text()}`)
  return location
}
