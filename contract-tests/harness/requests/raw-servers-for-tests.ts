// Servers that answer byte by byte as they are told, and a way to ask them.
import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import { afterEach } from 'vitest'
import { type Asked, exchange } from './exchange.ts'

const servers: Server[] = []

/** Closes them all behind each test. */
export const closeBehindEach = (): void => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
}

/** Where a server listens from now on. */
export const listenAt = async (server: Server): Promise<URL> => {
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=%20`)
}

/** A server that does this with what it is sent: the first time on a connection, and later ones. */
export const serveRaw = (act: (socket: Socket, time: number, head: string) => void): Promise<URL> =>
  listenAt(
    createServer((socket) => {
      let time = 0
      socket.on('error', () => undefined)
      socket.on('data', (part) => act(socket, (time += 1), part.toString('latin1')))
    }),
  )

export const ok = 'HTTP/1.1 200 OK\r\n'
export const whole = `${ok}content-length: 2\r\n\r\n{}`

export const ask = (url: URL, method = 'GET', more: Partial<Asked> = {}, patience = 60_000) =>
  exchange(url, { method, headers: new Headers(), ...more }, { patience })
