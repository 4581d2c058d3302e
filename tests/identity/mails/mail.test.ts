import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startBackground } from '../../../server/operations/background.ts'
import { type TestServer, newEmail, signUp, startServer } from '../../server-for-tests.ts'
import { claimDueMails } from '../../../server/storage/outbox.ts'
import { deliverDueMails } from '../../../server/identity/mails/mail.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const start = async (environment: Record<string, string>): Promise<TestServer> => {
  const server = await startServer(environment)
  ends.push(() => server.close())
  return server
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** A mail server that keeps what it gets. */
const startMailServer = async (port = 0) => {
  const mails: { to: string[]; raw: string }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData: (stream, { envelope }, done) => {
      let raw = ''
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString()))
      stream.on('end', () => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve))
  ends.push(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  return { mails, url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` }
}

const waiting = (server: TestServer) =>
  server.world.db.selectFrom('outbox').selectAll().where('sentAt', 'is', null).execute()

describe('a mail', () => {
  it('arrives at its one reader, over SMTP', async () => {
    const { mails, url } = await startMailServer()
    const server = await start({ SMTP_URL: url, MAIL_FROM: 'Inbox <hello@inbox.example>' })
    const stop = startBackground(server.world)
    const { email } = await signUp(server.send)
    await vi.waitFor(() => expect(mails).toHaveLength(1), 60_000)
    await stop()
    expect(mails[0]!.to).toEqual([email])
    expect(mails[0]!.raw).toMatch(/^From: Inbox <hello@inbox\.example>\r$/m)
    expect(mails[0]!.raw).toMatch(/^Subject: .+\r$/m)
    expect(await waiting(server)).toEqual([])
  })

  it('waits sealed: whoever reads the database learns neither the address nor a word (AC-112)', async () => {
    const server = await start({})
    const { email } = await signUp(server.send)
    const [mail] = await waiting(server)
    expect(mail).toMatchObject({ kind: 'verify_email_link', attempts: 0, sentAt: null })
    expect(JSON.stringify(mail)).not.toContain(email.split('@')[0])
    expect(JSON.stringify(mail)).not.toContain('Inbox Manager')
  })

  it("is in the sandbox's mailbox while another round is sending it", async () => {
    const { world, send } = await start({})
    const { email } = await signUp(send)
    expect(await claimDueMails(world.db, world.clock.now(), 60_000, 20)).toHaveLength(1)
    const { text } = await send(`GET /sandbox/mailbox.json?to=${email}`)
    expect(JSON.parse(text).messages).toMatchObject([{ to: email, kind: 'verify_email_link' }])
  })

  it('is one for instances that send at the same time', async () => {
    const { mails, url } = await startMailServer()
    const server = await start({ SMTP_URL: url })
    await Promise.all(Array.from({ length: 12 }, () => signUp(server.send)))
    await Promise.all([1, 2, 3].map(() => deliverDueMails(server.world)))
    expect(new Set(mails.map(({ to }) => to[0])).size).toBe(12)
    expect(mails).toHaveLength(12)
  })
})

describe('a mail server that is gone', () => {
  it('changes no answer, and once it is back every mail arrives, once (AC-118)', async () => {
    const port = await freePort()
    const server = await start({ SMTP_URL: `smtp://127.0.0.1:${port}` })
    const stop = startBackground(server.world)
    ends.push(stop)
    const people = await Promise.all([1, 2, 3].map(() => signUp(server.send)))
    await vi.waitFor(
      () => expect(server.logs.filter(({ msg }) => msg === 'A mail was not taken').length).toBeGreaterThanOrEqual(3),
      60_000,
    )
    expect((await waiting(server)).length).toBe(3)

    const { mails } = await startMailServer(port)
    server.world.sandbox?.clock.advance(60)
    await vi.waitFor(() => expect(mails).toHaveLength(3), 60_000)
    await stop()
    expect(new Set(mails.map(({ to }) => to[0]))).toEqual(new Set(people.map(({ email }) => email)))
    expect(await waiting(server)).toEqual([])
  })

  it('is asked less and less often, half a minute apart at most', async () => {
    const server = await start({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` })
    await signUp(server.send)
    const waits = []
    for (let attempt = 0; attempt < 7; attempt++) {
      await deliverDueMails(server.world)
      waits.push(server.logs.findLast(({ msg }) => msg === 'A mail was not taken')?.waitMs)
      await deliverDueMails(server.world)
      server.world.sandbox?.clock.advance(Number(waits.at(-1)) / 1000)
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    expect((await waiting(server))[0]?.attempts).toBe(7)
  })

  it('is not asked for a mail that came too late', async () => {
    const server = await start({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` })
    await signUp(server.send)
    server.world.sandbox?.clock.advance(4 * 24 * 60 * 60)
    await deliverDueMails(server.world)
    expect(await waiting(server)).toEqual([])
    expect(server.logs.some(({ msg }) => msg === 'A mail was not taken')).toBe(false)
  })

  it('loses nothing when the service stops too (AC-118)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-mail-'))
    ends.push(() => rmSync(folder, { recursive: true }))
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'test.db')}` }
    const before = await startServer({ ...environment, SMTP_URL: `smtp://127.0.0.1:${await freePort()}` })
    const { email } = await signUp(before.send, { email: newEmail('patient') })
    await deliverDueMails(before.world)
    await before.close()

    const { mails, url } = await startMailServer()
    const after = await start({ ...environment, SMTP_URL: url })
    after.world.sandbox?.clock.advance(60)
    await deliverDueMails(after.world)
    expect(mails.map(({ to }) => to)).toEqual([[email]])
  })
})
