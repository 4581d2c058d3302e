// A world whose mail is read over IMAP, from a server that speaks it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { worldModule } from '../contract-tests/cli/init.ts'
import { exitCodes } from '../contract-tests/cli/options.ts'
import { imap, mailboxWorld } from '../contract-tests/harness/worlds/index.ts'
import { certificateFor } from '../tests/pages/certificate-for-tests.ts'
import { endPrograms, startProgram } from '../tests/process-for-tests.ts'
import { startReachableServer } from '../tests/server-for-tests.ts'
import { conform, withoutSandbox } from './conform-for-tests.ts'
import { type Mailbox, openMailbox, password, user } from './imap-server-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'imap-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const name = encodeURIComponent(user)
const to = 'alice+1@mail.example.com'
const letter = (subject: string, text: string, head = 'Content-Type: text/plain; charset=utf-8') =>
  [`To: ${to}`, `Subject: ${subject}`, 'MIME-Version: 1.0', head, '', text].join('\r\n')

describe('a mailbox by IMAP', () => {
  let mailbox: Mailbox
  let address: string
  beforeEach(async () => {
    mailbox = await openMailbox()
    address = `imap://${name}@127.0.0.1:${mailbox.port}`
  })
  afterEach(() => mailbox.close())

  it('gives the letters to an address, the newest first, as people read them', async () => {
    const read = imap(address, { password })
    expect(await read(to)).toEqual([])
    const parts = ['--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '']
    const plain = [...parts, Buffer.from('Grüße: https://a.example/auth/verify?token=t&x=1').toString('base64')]
    const html = ['--b', 'Content-Type: text/html', '', '<b>other</b>', '--b--', '']
    const twoParts = [...plain, ...html].join('\r\n')
    mailbox.put(letter('=?utf-8?B?R3LDvMOfZQ==?=', twoParts, 'Content-Type: multipart/alternative; boundary=b'))
    mailbox.put(letter('Second', '<a href="https://a.example/?token=1&amp;b=2">x</a>', 'Content-Type: text/html'))
    mailbox.put(letter('To somebody else', 'none').replace(to, 'bob@mail.example.com'))
    expect(await read(to)).toEqual([
      { subject: 'Second', text: expect.stringContaining('https://a.example/?token=1&b=2') },
      { subject: 'Grüße', text: 'Grüße: https://a.example/auth/verify?token=t&x=1' },
    ])
  })

  it('connects again when its connection was ended', async () => {
    const read = imap(address, { password })
    expect(await read(to)).toEqual([])
    mailbox.drop()
    await setTimeout(100)
    mailbox.put(letter('After', 'text'))
    expect(await read(to)).toMatchObject([{ subject: 'After' }])
  })

  it('is a folder of it, and says where there is none', async () => {
    mailbox.put(letter('In another', 'text'), 'Junk')
    expect(await imap(`${address}/Junk`, { password })(to)).toMatchObject([{ subject: 'In another' }])
    await expect(imap(`${address}/Nowhere`, { password })(to)).rejects.toThrow(
      'opens no folder Nowhere: it has INBOX, Junk',
    )
  })

  it('says that the password is wrong, and not what it is', async () => {
    const wrong = imap(address, { password: 'secret of mine' })(to)
    await expect(wrong).rejects.toThrow(
      `The mailbox at imap://127.0.0.1:${mailbox.port} refuses ${user} or the password`,
    )
    await expect(wrong).rejects.not.toThrow('secret of mine')
  })

  it('says what of its address is wrong', () => {
    expect(() => imap('http://localhost:8025')).toThrow('say it as imaps://name@mail.example.com/INBOX')
    expect(() => imap('tests:pass@mail.example.com')).toThrow('"tests:…@mail.example.com" is no mailbox')
    expect(() => imap('imaps://mail.example.com', { password })).toThrow('Whose mailbox is it?')
    expect(() => imap('imaps://me@mail.example.com', { password: undefined })).toThrow('is its variable set?')
  })

  it('says that nobody is there, or nobody who speaks TLS', async () => {
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    await new Promise((done) => gone.close(done))
    await expect(imap(`imap://${name}@127.0.0.1:${port}`, { password })(to)).rejects.toThrow('Nobody takes connections')
    const plain = imap(address.replace('imap:', 'imaps:'), { password })(to)
    await expect(plain).rejects.toThrow('does not begin with TLS: imap:// switches to it')
  })

  it('sends no password in the clear to another machine', async () => {
    // The address of this machine under a name that could be anybody's.
    const elsewhere = imap(address.replace('127.0.0.1', '0.0.0.0'), { password })(to)
    await expect(elsewhere).rejects.toThrow('a password goes to another machine by TLS alone')
  })

  it('has the mail of everybody at one address', async () => {
    const { mail, aliases } = mailboxWorld({ address: user, read: imap(address, { password }) })
    const said = 'email=alice%40example.test&to=dana+x@acme.test, "bob@example.com"'
    const there = aliases!.outward(said)
    expect(there.match(/\btests(\+|%2B)[\w+%-]+(@|%40)mail\.example\.com/g)).toHaveLength(3)
    expect(aliases!.outward(there)).toBe(there)
    expect(aliases!.inward(there)).toBe(said)
    mailbox.put(
      letter('Confirm', 'https://a.example/auth/verify?token=t1').replace(to, aliases!.outward('a@acme.test')),
    )
    expect(await mail!('a@acme.test', 'verify_email_link')).toMatchObject({ token: 't1' })
  })

  it('says what came instead of a mail that was waited for', async () => {
    const { mail, aliases } = mailboxWorld({
      domain: 'mail.example.com',
      read: imap(address, { password }),
      patience: 1,
    })
    const wanted = () => mail!('alice@example.test', 'reset_password_link')
    await expect(wanted()).rejects.toThrow('within 1 s: no letter at all is there')
    mailbox.put(letter('Welcome', 'Hello').replace(to, aliases!.outward('alice@example.test')))
    await expect(wanted()).rejects.toThrow('what is there ("Welcome") is none: kindOf can tell')
  })
})

it('is asked under TLS by a certificate that is trusted, and says where it is not', async () => {
  const { cert, key } = certificateFor(['localhost'])
  const mailbox = await openMailbox({ cert, key: String(key) })
  try {
    const address = `imaps://${name}@localhost:${mailbox.port}`
    mailbox.put(letter('Safe', 'text'))
    expect(await imap(address, { password, ca: cert })(to)).toMatchObject([{ subject: 'Safe' }])
    await expect(imap(address, { password })(to)).rejects.toThrow('is not trusted')
  } finally {
    await mailbox.close()
  }
})

describe('the kit', () => {
  const world = (mailbox: Mailbox) => {
    const path = join(folder, 'conform.world.mjs')
    writeFileSync(path, worldModule('2', `imap://${name}@127.0.0.1:${mailbox.port}`))
    return path
  }
  const asked = ['--operation', 'account.me', '--case', 'account.me on remote', '--no-negatives']

  it('asks a server with sign-up and mail alone, by the world that init writes', { timeout: 600_000 }, async () => {
    const mailbox = await openMailbox()
    const [SMTP_URL, LOG_LEVEL] = [mailbox.smtpUrl, 'silent']
    const server = await startProgram({ DATABASE_URL: 'sqlite::memory:', HASH_COST: 'low', SMTP_URL, LOG_LEVEL })
    await server.ready
    const front = await withoutSandbox(`http://127.0.0.1:${server.port}`)
    try {
      const env = { IMAP_PASSWORD: password }
      const run = await conform(front.url, [...asked, '--world', world(mailbox)], env)
      expect(run.code, run.said).toBe(exitCodes.kept)
      const kept = run.report.tests.filter(({ result }) => result === 'passed').map(({ name }) => name)
      expect(kept).toContain('account.me on remote > gives the profile for an access token')
    } finally {
      await front.close()
      await endPrograms()
      await mailbox.close()
    }
  })

  it('asks nobody where the mailbox cannot be read, and says so once', async () => {
    const mailbox = await openMailbox()
    const server = await startReachableServer()
    try {
      const of = async (password: string) =>
        conform(server.url, [...asked, '--world', world(mailbox)], { IMAP_PASSWORD: password })
      expect(await of('wrong')).toMatchObject({ code: exitCodes.unusable, said: expect.stringContaining('refuses') })
      expect(await of('')).toMatchObject({
        code: exitCodes.unusable,
        said: expect.stringContaining('is its variable set?'),
      })
    } finally {
      await server.close()
      await mailbox.close()
    }
  })
})
