// A server that says what a test tells it to, on a real port.
import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Seen {
  /** Such as `GET /auth/me`, without the query. */
  readonly call: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

export interface Said {
  readonly status?: number
  readonly headers?: Record<string, string | string[]>
  /** An object goes out as JSON, a string as it is. */
  readonly body?: object | string
  /** Cuts the connection: before the answer, or with half of its body sent. */
  readonly cut?: 'before' | 'within'
}

export type Script = Record<string, (seen: Seen) => Said | Promise<Said>>

export interface Scripted {
  readonly baseUrl: string
  readonly seen: Seen[]
  /** How often this was called. */
  count(call: string): number
  close(): Promise<void>
}

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Said => ({
  status,
  headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': 'request-0001', ...headers },
  body: { type: 'about:blank', title: 'No', status, code },
})

export const openScripted = async (script: Script): Promise<Scripted> => {
  const seen: Seen[] = []
  const server = createServer(async (req, res) => {
    const [path = '', query = ''] = (req.url ?? '').split('?')
    const sent = await text(req)
    const one = {
      call: `${req.method} ${path}`,
      query,
      headers: req.headers,
      body: sent ? (JSON.parse(sent) as unknown) : undefined,
    }
    seen.push(one)
    const said = (await script[one.call]?.(one)) ?? problem(404, 'not_found')
    const body = typeof said.body === 'object' ? JSON.stringify(said.body) : (said.body ?? '')
    if (said.cut === 'before') return void res.destroy()
    if (said.cut === 'within') {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length * 2 })
      res.write(body, () => res.destroy())
      return
    }
    res.writeHead(said.status ?? 200, { ...(body && { 'Content-Type': 'application/json' }), ...said.headers })
    res.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    baseUrl: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    count: (call) => seen.filter((one) => one.call === call).length,
    close: () => closeServer(server),
  }
}

export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })

/** Tokens as the wire has them; `n` tells one pair from the next. */
export const tokens = (n: number) => ({
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  token_type: 'Bearer' as const,
  expires_in: 3600,
})

/** Takes only this access token. */
export const only = (accessToken: string, body: object) => (seen: Seen) =>
  seen.headers.authorization === `Bearer ${accessToken}` ? { body } : problem(401, 'invalid_token')

/** Leaves time for others to come in between. */
export const slowly = (body: object) => async () => {
  await new Promise((resolve) => setTimeout(resolve, 30))
  return { body }
}
