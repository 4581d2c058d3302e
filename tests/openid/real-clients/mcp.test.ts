// The official SDK of the Model Context Protocol, on both sides: an agent that knows nothing but a server's address finds out whom to
// ask, introduces itself, has a person allow it, and goes on by refresh tokens.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import express from 'express'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appUrlOf, openFormBrowser, pageOf } from '../../../contract-tests/openid/browser.ts'
import type { Wire } from '../../../generated/operations.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { type Program, endPrograms, freePort, startProgram } from '../../process-for-tests.ts'
import { prove, signUp } from '../../server-for-tests.ts'
import { signInAndAllow } from './registered-for-tests.ts'

const callback = 'http://127.0.0.1:4321/callback'
const folder = mkdtempSync(join(tmpdir(), 'countersign-mcp-'))
const file = (name: string) => join(folder, name)

let issuer: string
let program: Program
let email: string
let mcpUrl: string
/** The tokens that the server has seen, and whether they were good. */
const seen = new Map<string, boolean>()
let mcp: Server
let site: Server
let documentUrl: string
beforeAll(async () => {
  // A site of this machine under a certificate that nobody but this test has signed.
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const keys = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('key.pem'), '-out', file('cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...keys, ...subject], { stdio: 'ignore' })
  const port = await freePort()
  issuer = `http://localhost:${port}`
  const own = { PORT: String(port), PUBLIC_URL: issuer, NODE_EXTRA_CA_CERTS: file('cert.pem'), LOG_LEVEL: 'silent' }
  program = await startProgram(own)
  await program.ready
  ;({ email } = await signUp(program.send))
  await prove(program.send, email)

  site = createSecureServer(
    { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem')) },
    (_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ client_id: documentUrl, ...about })),
  ).listen(0, 'localhost')
  await once(site, 'listening')
  documentUrl = `https://localhost:${(site.address() as AddressInfo).port}/client.json`

  const app = express()
  mcp = createServer(app).listen(0, '127.0.0.1')
  await once(mcp, 'listening')
  const origin = `http://127.0.0.1:${(mcp.address() as AddressInfo).port}`
  mcpUrl = `${origin}/mcp`
  await registerAudience(mcpUrl)
  const described = '/.well-known/oauth-protected-resource/mcp'
  const keySet = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`))
  const verifyAccessToken = async (token: string) => {
    const asked = { issuer, audience: mcpUrl, typ: 'at+jwt', algorithms: ['ES256'] }
    const { payload } = await jwtVerify(token, keySet, asked).catch(() => {
      seen.set(token, false)
      throw new InvalidTokenError('The token is not good')
    })
    seen.set(token, true)
    const scopes = String(payload.scope).split(' ')
    return { token, clientId: String(payload.client_id), scopes, expiresAt: payload.exp! }
  }
  app.get(described, (_, response) => {
    response.json({ resource: mcpUrl, authorization_servers: [issuer], scopes_supported: ['openid', 'offline_access'] })
  })
  app.use('/mcp', requireBearerAuth({ verifier: { verifyAccessToken }, resourceMetadataUrl: `${origin}${described}` }))
  app.post('/mcp', express.json(), async (request, response) => {
    const server = new McpServer({ name: 'notes', version: '1.0.0' })
    server.registerTool('list_notes', { description: 'Lists notes.' }, () => ({ content: [] }))
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
    await server.connect(transport)
    await transport.handleRequest(request, response, request.body)
  })
  app.all('/mcp', (_, response) => void response.status(405).end())
}, 600_000)
afterAll(async () => {
  mcp?.close()
  site?.close()
  await endPrograms()
  rmSync(folder, { recursive: true, force: true })
})

/** By one of the environment's own clients: nobody makes one up. */
const registerAudience = async (audience: string) => {
  const { app, platform } = sandboxCredentials
  const entered = await program.send('POST /api/platform/auth/login', { body: platform })
  const { access_token: bearer } = JSON.parse(entered.text) as Wire['PlatformSignedIn']
  const body = { environmentId: app.environmentId, name: 'Notes, for agents', audiences: [audience] }
  const { status } = await program.send(`POST /api/platform/applications/${app.applicationId}/clients`, {
    bearer,
    body,
  })
  expect(status).toBe(200)
}

const about = {
  client_name: 'An agent',
  redirect_uris: [callback],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
}

/** What an agent keeps, and where it sends its person. */
const newAgent = (clientMetadataUrl?: string) => {
  const kept: { client?: OAuthClientInformationMixed; tokens?: OAuthTokens; verifier?: string; sentTo?: URL } = {}
  const provider: OAuthClientProvider = {
    redirectUrl: callback,
    clientMetadata: about,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    state: () => 'a state',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (url) => void (kept.sentTo = url),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier!,
  }
  const newTransport = () => new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider: provider })
  const listTools = async () => {
    const client = new Client({ name: 'agent', version: '1.0.0' })
    await client.connect(newTransport())
    const { tools } = await client.listTools()
    await client.close()
    return tools.map(({ name }) => name)
  }
  return { kept, newTransport, listTools }
}

describe('an MCP client', () => {
  it.each(['by a document', 'by registering itself'] as const)(
    'introduces itself %s, is allowed by a person, and refreshes',
    async (how) => {
      const { kept, newTransport, listTools } = newAgent(how === 'by a document' ? documentUrl : undefined)
      await expect(listTools()).rejects.toBeInstanceOf(UnauthorizedError)
      expect(kept.client?.client_id).toMatch(how === 'by a document' ? documentUrl : /^cid_/)
      expect(kept.sentTo!.searchParams.get('resource')).toBe(mcpUrl)
      expect(kept.sentTo!.searchParams.get('code_challenge_method')).toBe('S256')

      const page = pageOf(await openFormBrowser(callback).go(kept.sentTo!))
      const back = appUrlOf(await signInAndAllow(page, email))
      expect(back.searchParams.get('iss')).toBe(issuer)
      await newTransport().finishAuth(back.searchParams.get('code')!)
      expect(await listTools()).toEqual(['list_notes'])

      // What the agent has is too old: it gets the next without its person.
      const { refresh_token } = kept.tokens!
      kept.tokens = { ...kept.tokens!, access_token: 'too.old.now' }
      expect(await listTools()).toEqual(['list_notes'])
      expect([seen.get('too.old.now'), seen.get(kept.tokens.access_token)]).toEqual([false, true])
      expect(kept.tokens.refresh_token).not.toBe(refresh_token)
    },
    30_000,
  )

  it('says at which server it will act for the person, on the page that asks', async () => {
    const { kept, listTools } = newAgent(documentUrl)
    await expect(listTools()).rejects.toBeInstanceOf(UnauthorizedError)
    const page = pageOf(await openFormBrowser(callback).go(kept.sentTo!))
    const asked = pageOf(await page.submit({ email, password: 'correct horse battery' }))
    expect(asked.text).toContain(`act for you at <bdi>${mcpUrl.replace('http://', '')}</bdi>`)
  })
})
