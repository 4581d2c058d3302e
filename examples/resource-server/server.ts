// An API of your own, for end users of your application: it checks their access tokens by itself.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { JWKSClient, buildAuthObjectFromToken } from '../../client/backend-client.ts'

const { AUTH_URL = 'http://localhost:3000', PORT = '4000' } = process.env
// Of its discovery document: its PUBLIC_URL, whatever address it is reached at from here.
const { ISSUER = AUTH_URL } = process.env
// Of GET /sandbox/credentials; in earnest, of your application at GET /api/platform/applications.
const { ENVIRONMENT_ID = '01900000-0000-7000-8000-000000000003' } = process.env

const jwks = new JWKSClient(`${AUTH_URL}/.well-known/jwks.json`)

const server = createServer(async (request, response) => {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  // Users of every other application of the service have tokens with the same signature.
  const auth = await buildAuthObjectFromToken(token, jwks, { issuer: ISSUER, environment: ENVIRONMENT_ID })
  if (!auth) {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
    return
  }
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ userId: auth.userId, orgId: auth.orgId, mayWrite: auth.has({ role: 'editor' }) }))
})

server.listen(Number(PORT), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`)
})
