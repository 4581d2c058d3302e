// Which addresses a web client may have that gets tokens by the browser (OpenID Connect Dynamic Client Registration 1.0 section 2).
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requireMetadata } from '../../../server/identity/clients/client-metadata.ts'
import type { Client, OpenIdSettings } from '../../../server/model/client.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { findClient } from '../../../server/storage/clients.ts'
import { type TestServer, startServer } from '../../server-for-tests.ts'

let server: TestServer
let client: Client
beforeAll(async () => {
  server = await startServer({})
  client = (await findClient(server.world.db, sandboxCredentials.account.client_id))!
})
afterAll(() => server.close())

const check =
  (uri: string, changes: Partial<OpenIdSettings>, sandbox = false) =>
  () =>
    requireMetadata(
      { sandbox: sandbox ? server.world.sandbox : null },
      { ...client, redirectUris: [uri], openid: { ...client.openid, ...changes } },
    )

const inFront = { applicationType: 'web', responseTypes: ['id_token'], grantTypes: ['implicit'] } as const

it.each(['http://localhost/cb', 'https://localhost/cb', 'https://127.0.0.1/cb', 'com.example.app:/cb'])(
  '%s is no address of a web client for them',
  (uri) => {
    expect(check(uri, inFront)).toThrow('redirect_uris')
    expect(check(uri, { ...inFront, applicationType: 'native' })).not.toThrow()
    expect(check(uri, { ...inFront, responseTypes: ['code'], grantTypes: ['authorization_code'] })).not.toThrow()
    expect(check(uri, inFront, true)).not.toThrow()
  },
)

it('a site is one', () => expect(check('https://app.example.com/cb', inFront)).not.toThrow())
