// A mailbox: what comes by SMTP, or is put there, is read over IMAP.
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'
import { SMTPServer } from 'smtp-server'

export const user = 'tests@mail.example.com'
export const password = 'p@ss: w/ord'

export interface Mailbox {
  readonly port: number
  /** Takes the mail of all addresses. */
  readonly smtpUrl: string
  put(raw: string, folder?: string): void
  /** Ends the connections that are open. */
  drop(): void
  close(): Promise<void>
}

export const openMailbox = async (tls?: { readonly key: string; readonly cert: string }): Promise<Mailbox> => {
  const imap = hoodiecrow({
    plugins: ['ID', 'SASL-IR', 'AUTH-PLAIN', 'NAMESPACE', 'ENABLE', 'UIDPLUS', 'UNSELECT', 'LITERALPLUS'],
    ...(tls && { secureConnection: true, credentials: tls }),
    storage: { INBOX: {}, '': { separator: '/', folders: { Junk: {} } } },
    users: { [user]: { password } },
  })
  await new Promise<void>((done) => void imap.listen(0, '127.0.0.1', done))
  const sockets = new Set<Socket>()
  imap.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const put: Mailbox['put'] = (raw, folder = 'INBOX') => imap.appendMessage(folder, [], false, raw)
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) =>
      void stream.toArray().then((parts) => {
        put(Buffer.concat(parts).toString('latin1'))
        done()
      }),
  })
  const listening = smtp.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (imap.server.address() as AddressInfo).port,
    smtpUrl: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    put,
    drop,
    close: async () => {
      drop()
      await Promise.all([
        new Promise<void>((done) => void imap.server.close(() => done())),
        new Promise<void>((done) => void smtp.close(done)),
      ])
    },
  }
}
