// Resource servers, by libraries of others: what they let in, what they do not, and that a new key does not stop them.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler } from 'express'
import { auth } from 'express-oauth2-jwt-bearer'
import fastify, { type FastifyInstance } from 'fastify'
import { fastifyJwtJwks } from 'fastify-jwt-jwks'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rotateSigningKeys } from '../../../server/identity/sessions/signing-keys.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { findClient, updateClient } from '../../../server/storage/clients.ts'
import { type TestServer, audience, startReachableServer } from '../../server-for-tests.ts'

const { client_id, client_secret } = sandboxCredentials.oauth

let server: TestServer
const ends: (() => Promise<unknown> | unknown)[] = []
beforeAll(async () => {
  server = await startReachableServer()
  ends.push(() => server.close())
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

const tokenFor = async (resource: string): Promise<string> => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, resource })
  const answer = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body })
  if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

type Ask = (token: string) => Promise<number>

const byJose = async (): Promise<Ask> => {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', server.url), { cooldownDuration: 0 })
  const options = { issuer: server.url, audience, typ: 'at+jwt' }
  return (token) =>
    jwtVerify(token, keys, options).then(
      () => 200,
      () => 401,
    )
}

const byExpress = async (): Promise<Ask> => {
  const app = express()
  app.use(auth({ issuerBaseURL: server.url, audience, strict: true, tokenSigningAlg: 'ES256', cooldownDuration: 0 }))
  app.get('/', (_, response) => void response.sendStatus(200))
  const say: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) =>
    void response.sendStatus(error.status ?? 500)
  app.use(say)
  const site: Server = app.listen(0, 'localhost')
  await once(site, 'listening')
  ends.push(() => site.close())
  return bearerTo(`http://localhost:${(site.address() as AddressInfo).port}`)
}

/** Knows no ES256 (RFC 9068 section 4 asks for RS256 alone): the client registers what its resource server can verify. */
const byFastify = async (): Promise<Ask> => {
  const { db } = server.world
  const client = (await findClient(db, client_id))!
  await updateClient(db, client_id, { openid: { ...client.openid, accessTokenAlg: 'RS256' }, updatedAt: 0 })
  const app: FastifyInstance = fastify()
  await app.register(fastifyJwtJwks, {
    jwksUrl: `${server.url}/.well-known/jwks.json`,
    issuer: server.url,
    audience,
  })
  app.get('/', { preValidation: (request) => app.authenticate(request) }, (request) => request.user)
  ends.push(() => app.close())
  return bearerTo(await app.listen({ port: 0, host: 'localhost' }))
}

const bearerTo =
  (url: string): Ask =>
  async (token) =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status

it.each([
  ['jose', byJose],
  ['express-oauth2-jwt-bearer, strict', byExpress],
  ['fastify-jwt-jwks', byFastify],
])('%s lets in whose token is for it, before and after a rotation of the keys', async (_, open) => {
  const ask = await open()
  const before = await tokenFor(audience)
  expect(await ask(before)).toBe(200)

  const [signature = ''] = before.split('.').slice(-1)
  expect(await ask(before.replace(signature, `${signature.slice(0, -4)}AAAA`))).toBe(401)

  await rotateSigningKeys(server.world)
  server.world.sandbox!.clock.advance(6 * 60)
  const after = await tokenFor(audience)
  expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
  server.world.sandbox!.clock.advance(-6 * 60)
  expect([await ask(after), await ask(before)]).toEqual([200, 200])
})

it('introspects and ends a token that is signed by RS256', async () => {
  const { db } = server.world
  const client = (await findClient(db, client_id))!
  await updateClient(db, client_id, { openid: { ...client.openid, accessTokenAlg: 'RS256' }, updatedAt: 0 })
  const [token, own] = [await tokenFor(audience), await tokenFor(server.url)]
  expect([decodeProtectedHeader(token).alg, decodeProtectedHeader(own).alg]).toEqual(['RS256', 'ES256'])
  const ask = async (path: string) => {
    const body = new URLSearchParams({ token, client_id, client_secret })
    return (await fetch(`${server.url}${path}`, { method: 'POST', body })).text()
  }
  expect(JSON.parse(await ask('/oauth2/introspect'))).toMatchObject({ active: true, aud: audience })
  await ask('/oauth2/revoke')
  expect(JSON.parse(await ask('/oauth2/introspect'))).toEqual({ active: false })
})
