// What the service lives among: a line to the database, names, and a mail server. Each can fail.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Socket, connect, createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../../tests/storage/postgres-for-tests.ts'

export interface Line {
  readonly port: number
  /** From now on it leads there; whoever was connected is cut off. */
  leadTo(port: number): void
  /** Cuts off whoever is connected. */
  cut(): void
  close(): void
}

/** As a proxy before the database: who takes over is behind the same address. */
export const openLine = async (to: number): Promise<Line> => {
  let far = to
  const sockets = new Set<Socket>()
  const line = createServer((near) => {
    const back = connect(far, '127.0.0.1')
    for (const socket of [near, back]) {
      sockets.add(socket.on('error', () => undefined))
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        back.destroy()
      })
    }
    near.pipe(back)
    back.pipe(near)
  }).listen(0, '127.0.0.1')
  await once(line, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (line.address() as { port: number }).port,
    leadTo: (port) => {
      far = port
      cut()
    },
    cut,
    close: () => {
      line.close()
      cut()
    },
  }
}

/** An address of this machine alone that no other name server listens at. */
export const nameServerAddress = '127.53.53.53'

export interface Names {
  /** How long answers take, ms; null for no answers at all. */
  delay: number | null
  close(): void
}

/** Says of every name that it is this machine (RFC 1035 section 4). */
export const startNames = async (): Promise<Names> => {
  const socket = createSocket('udp4')
  const names: Names = { delay: 0, close: () => socket.close() }
  socket.on('message', (question, from) => {
    if (names.delay === null) return
    const nameEnd = question.indexOf(0, 12)
    const isAddress = question.readUInt16BE(nameEnd + 1) === 1
    const header = Buffer.from(question.subarray(0, 12))
    header.writeUInt16BE(0x8180, 2)
    header.writeUInt16BE(isAddress ? 1 : 0, 6)
    header.writeUInt16BE(0, 10)
    const asked = question.subarray(12, nameEnd + 5)
    // Pointer to the name, type A, class IN, no life at all, four bytes.
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1])
    const reply = Buffer.concat(isAddress ? [header, asked, answer] : [header, asked])
    setTimeout(() => socket.send(reply, from.port, from.address), names.delay)
  })
  socket.bind(53, nameServerAddress)
  await once(socket, 'listening')
  return names
}

export interface Mail {
  readonly to: string
  readonly token: string
}

export interface MailServer {
  readonly port: number
  readonly mails: Mail[]
  stop(): Promise<void>
  start(): Promise<void>
}

/** Keeps who got which link. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: Mail[] = []
  const port = await freePort()
  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 50,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          // Quoted-printable (RFC 2045 section 6.7).
          const text = Buffer.concat(chunks).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=')
          const token = /sign-in-with-token\?token=([0-9a-f]{64})/.exec(text)?.[1]
          const to = session.envelope.rcptTo[0]?.address
          if (token !== undefined && to !== undefined) mails.push({ to, token })
          done()
        })
      },
    }).on('error', () => undefined)
  let running: SMTPServer | undefined
  const server: MailServer = {
    port,
    mails,
    start: async () => {
      running = make()
      await new Promise<void>((resolve) => void running!.listen(port, '127.0.0.1', resolve))
    },
    stop: async () => {
      const one = running
      running = undefined
      if (one) await new Promise<void>((resolve) => one.close(() => resolve()))
    },
  }
  await server.start()
  return server
}
