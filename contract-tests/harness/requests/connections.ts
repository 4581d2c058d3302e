// The connections that the kit keeps: which one a request goes on, and when its end says nothing against the server.
import { Agent, type ClientRequest } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import type { Socket } from 'node:net'

/** The oldest first: only from that end does Node leave those out that are closed. */
const kept = { keepAlive: true, scheduling: 'fifo' } as const
const agents: Readonly<Record<string, Agent>> = { 'http:': new Agent(kept), 'https:': new SecureAgent(kept) }

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/**
 * A server may close a connection that is idle, in the moment in which it is asked on it again (RFC 9112 section 9.5). So none is used
 * that was last asked on longer ago than this, ms. What may be asked twice is, where it has happened all the same (section 9.3.1 and RFC 9110
 * section 9.2.2). Nobody knows whether a POST or PATCH was taken, so it must not happen to them: they get less.
 */
const lifetimeFor = (method: string): number => (idempotent.has(method) ? 1000 : 200)

/** No server closes a connection for being idle sooner than this after it was asked on, ms: it has dropped the request. */
const shortestIdle = 500

/** When each was last asked on: no later than its server began to wait. */
const askedAt = new WeakMap<Socket, number>()

/** Where a request goes out; false is a connection of its own. */
export const agentFor = (protocol: string, method: string): Agent | false => {
  // What some send behind the answer to a HEAD would be taken for the next answer.
  if (method === 'HEAD') return false
  const agent = agents[protocol]!
  const oldest = performance.now() - lifetimeFor(method)
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) if ((askedAt.get(socket) ?? 0) < oldest) socket.destroy()
  }
  return agent
}

/** Watches the connection of a request. Answers, once it has ended without an answer, whether the request may be asked again on another. */
export const watchConnection = (request: ClientRequest, method: string): (() => boolean) => {
  let before: number | undefined
  let bytesBefore = 0
  request.once('socket', (socket) => {
    before = askedAt.get(socket)
    bytesBefore = socket.bytesRead
    askedAt.set(socket, performance.now())
  })
  return () =>
    request.reusedSocket &&
    idempotent.has(method) &&
    request.socket?.bytesRead === bytesBefore &&
    before !== undefined &&
    performance.now() - before >= shortestIdle
}
