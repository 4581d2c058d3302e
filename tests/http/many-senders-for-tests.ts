// Many who send a body of 100 MB at once. Run as a process of its own: what senders have ready is not the server's memory.
import { once } from 'node:events'
import { type Socket, connect } from 'node:net'

const [port = 0, senders = 0] = process.argv.slice(2).map(Number)
const head =
  'POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n'
const pieces = 1600
const piece = Buffer.alloc(100_000_000 / pieces)

export interface Sent {
  readonly answer: string
  readonly bytes: number
  readonly ms: number
}

/** A connection that the server has taken: it takes one at a time, and late ones would find the others gone. */
const open = async (): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  return socket
}

const send = (socket: Socket) =>
  new Promise<Sent>((resolve) => {
    const startedAt = performance.now()
    let answer = ''
    let sent = 0
    const next = () => {
      if (sent < pieces && !socket.destroyed) socket.write(piece, () => void (sent++, setImmediate(next)))
    }
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ answer, bytes: socket.bytesWritten, ms: performance.now() - startedAt }))
    socket.write(head, next)
  })

const sockets = await Promise.all(Array.from({ length: senders }, open))
process.send?.('sending')
process.send?.(await Promise.all(sockets.map(send)))
