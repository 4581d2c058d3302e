// Web apps in Python and Go, by libraries of others. `npm run tools` brings both; CI runs it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authlib, goOidc } from '../../../scripts/tools.ts'
import { appUrlOf, openFormBrowser, pageOf } from '../../../contract-tests/openid/browser.ts'
import { register, signInAndAllow, startWithPerson } from './registered-for-tests.ts'

const callback = 'http://localhost:4321/callback'

let made: Awaited<ReturnType<typeof startWithPerson>>
beforeAll(async () => {
  made = await startWithPerson()
})
afterAll(() => made.server.close())

/** Says an address, reads what came back there, and says who it was. */
const signIn = async (file: string, args: readonly string[]): Promise<unknown> => {
  const client = await register(made.server, {
    redirect_uris: [callback],
    grant_types: ['authorization_code', 'refresh_token'],
  })
  const env = {
    ...process.env,
    ISSUER: made.server.url,
    CLIENT_ID: client.client_id,
    CLIENT_SECRET: client.client_secret,
    REDIRECT_URI: callback,
  }
  const app = spawn(file, args, { env })
  let complained = ''
  app.stderr.on('data', (chunk) => (complained += String(chunk)))
  const lines = createInterface(app.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<Record<string, string>> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`It said no more: ${complained}`)
    return JSON.parse(value) as Record<string, string>
  }
  try {
    const page = pageOf(await openFormBrowser(callback).go(new URL((await next()).url!)))
    const { searchParams } = appUrlOf(await signInAndAllow(page, made.email))
    app.stdin.write(`${searchParams.get('code')}\n${searchParams.get('state')}\n`)
    return await next()
  } finally {
    app.kill()
  }
}

it.skipIf(!existsSync(authlib) && !process.env.CI)('Authlib signs somebody in at a Flask app', async () => {
  const program = join(import.meta.dirname, 'authlib/sign_in.py')
  const said = await signIn(join(dirname(authlib), 'python'), [program])
  expect(said).toEqual({ sub: expect.any(String), email: made.email, refreshed: true })
})

it.skipIf(!existsSync(goOidc) && !process.env.CI)('go-oidc signs somebody in', async () => {
  expect(await signIn(goOidc, [])).toEqual({ sub: expect.any(String), email: made.email, refreshed: true })
})
