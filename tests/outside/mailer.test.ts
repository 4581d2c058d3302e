import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { MailMessage } from '../../server/model/mail.ts'
import { sandboxMailer, smtpMailer } from '../../server/outside/mailer.ts'

const message: MailMessage = {
  kind: 'magic_link',
  to: 'alice@example.test',
  subject: 'Sign in to Ångström',
  text: 'Open https://auth.test/in?token=abc',
  html: '<p>Open <a href="https://auth.test/in?token=abc">the link</a></p>',
  code: null,
  link: 'https://auth.test/in?token=abc',
  token: 'abc',
}

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A mail server in this process that keeps what it gets. */
const startServer = async (options: SMTPServerOptions = {}) => {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        received.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() })
        done()
      })
    },
    ...options,
  })
  const port = await listen(server.server)
  ends.push(() => new Promise<void>((resolve) => server.close(resolve)))
  return { port, received }
}

/** A server of bare sockets, for what no mail server does. */
const startSockets = async (greet: (socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    greet(socket)
  })
  const port = await listen(server)
  ends.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return port
}

const mailerTo = (port: number, patience?: number) => {
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Countersign <no-reply@auth.test>', patience })
  ends.push(() => mailer.close())
  return mailer
}

const decoded = (raw: string) => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')

describe('smtpMailer', () => {
  it('delivers text and HTML to one recipient', async () => {
    const { port, received } = await startServer()
    await mailerTo(port).deliver(message)

    expect(received).toHaveLength(1)
    const [mail] = received
    expect(mail).toMatchObject({ from: 'no-reply@auth.test', to: ['alice@example.test'] })
    const raw = decoded(mail?.raw ?? '')
    expect(raw).toMatch(/^From: Countersign <no-reply@auth\.test>\r$/m)
    expect(raw).toMatch(/^To: alice@example\.test\r$/m)
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(raw).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(raw).toMatch(/Content-Type: multipart\/alternative/)
    expect(raw).toMatch(/Content-Type: text\/plain[^]*Open https:\/\/auth\.test\/in\?token=abc/)
    expect(raw).toMatch(/Content-Type: text\/html[^]*<a href="https:\/\/auth\.test\/in\?token=abc">the link<\/a>/)
  })

  it('delivers many over few connections', async () => {
    let connections = 0
    const { port, received } = await startServer({
      onConnect: (_session, done) => {
        connections += 1
        done()
      },
    })
    const mailer = mailerTo(port)
    for (let index = 0; index < 5; index++) await mailer.deliver({ ...message, to: `user${index}@example.test` })
    expect(received.map(({ to }) => to[0])).toEqual([0, 1, 2, 3, 4].map((index) => `user${index}@example.test`))
    expect(connections).toBe(1)
  })

  it('refuses an address that is not exactly one, and opens no connection', async () => {
    let connections = 0
    const port = await startSockets(() => (connections += 1))
    const mailer = mailerTo(port)
    for (const to of [
      '',
      'alice',
      'v@x.test,e@evil.test',
      'v@x.test e@evil.test',
      'v@x.test;e@evil.test',
      'v@x.test\r\nBcc: e@evil.test',
      'v@x.test\n',
      'v@x.test\0',
      '"v@x.test>,<e@evil.test"',
      'Alice <alice@example.test>',
      'alice(e@evil.test)@example.test',
      'group:v@x.test',
      'v@x@evil.test',
    ]) {
      await expect(mailer.deliver({ ...message, to }), to).rejects.toThrow('one plain address')
    }
    expect(connections).toBe(0)
  })

  it('refuses a subject that would start a header of its own', async () => {
    const mailer = mailerTo(1)
    for (const subject of ['Hi\r\nBcc: e@evil.test', 'Hi\nBcc: e@evil.test', 'Hi\r']) {
      await expect(mailer.deliver({ ...message, subject })).rejects.toThrow('one line')
    }
  })

  it('reads no file and fetches no URL that a mail names', async () => {
    const { port, received } = await startServer()
    await mailerTo(port).deliver({ ...message, html: '<img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x">' })
    expect(received[0]?.raw).not.toContain('root:')
  })

  it('rejects when the server is down', async () => {
    const { port } = await startServer()
    for (const end of ends.splice(0)) await end()
    await expect(mailerTo(port).deliver(message)).rejects.toThrow(/ECONNREFUSED/)
  })

  it('rejects when the server refuses the recipient', async () => {
    const { port } = await startServer({ onRcptTo: (_address, _session, done) => done(new Error('No such mailbox')) })
    await expect(mailerTo(port).deliver(message)).rejects.toThrow(/No such mailbox/)
  })

  it('rejects when the connection is lost after the mail, and does not send it twice', async () => {
    let mails = 0
    const port = await startSockets((socket) => {
      let sent = ''
      socket.write('220 ready\r\n')
      socket.on('data', (chunk) => {
        sent += chunk.toString()
        if (sent.endsWith('\r\n.\r\n')) {
          mails += 1
          socket.destroy()
        } else if (sent.endsWith('DATA\r\n')) socket.write('354 go on\r\n')
        else if (!sent.includes('DATA\r\n')) socket.write('250 fine\r\n')
      })
    })
    await expect(mailerTo(port, 300).deliver(message)).rejects.toThrow()
    expect(mails).toBe(1)
  })

  it('gives up on a server that says nothing', async () => {
    const port = await startSockets(() => {})
    await expect(mailerTo(port, 100).deliver(message)).rejects.toThrow()
  })

  it('gives up on a server that says a little at a time, for ever', async () => {
    const port = await startSockets((socket) => {
      const timer = setInterval(() => socket.write('220-one moment\r\n'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    await expect(mailerTo(port, 100).deliver(message)).rejects.toThrow()
  })

  it('delivers again once the server is back', async () => {
    let open = false
    const { port, received } = await startServer({
      onMailFrom: (_address, _session, done) => done(open ? null : new Error('Not now')),
    })
    const mailer = mailerTo(port)
    await expect(mailer.deliver(message)).rejects.toThrow(/Not now/)
    open = true
    await mailer.deliver(message)
    expect(received).toHaveLength(1)
  })
})

describe('sandboxMailer', () => {
  it('takes every mail', async () => {
    await expect(sandboxMailer().deliver(message)).resolves.toBeUndefined()
  })
})
