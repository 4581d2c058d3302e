// An application's page that uses the client as ES modules: the sources with their types taken out, nothing bundled.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { closeServer } from './scripted-server-for-tests.ts'

/** Its query holds the client's options. */
const page = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Application</title>
<script type="importmap">{ "imports": { "openapi-fetch": "/openapi-fetch.mjs" } }</script>
<script type="module">
  import { AuthClient } from '/client/auth-client.ts'
  window.auth = new AuthClient(Object.fromEntries(new URLSearchParams(location.search)))
</script>
`

const read = (path: string): string | undefined => {
  if (path === '/openapi-fetch.mjs') return readFileSync(new URL(import.meta.resolve('openapi-fetch')), 'utf8')
  const [, name] = /^\/client\/([a-z-]+\.ts)$/.exec(path) ?? []
  return name && stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8'))
}

export const openPageServer = async () => {
  const server = createServer((req, res) => {
    const [path = ''] = (req.url ?? '').split('?')
    if (path === '/') return void res.setHeader('Content-Type', 'text/html').end(page)
    const script = read(path)
    if (script === undefined) return void res.writeHead(404).end()
    res.setHeader('Content-Type', 'text/javascript').end(script)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  }
}
