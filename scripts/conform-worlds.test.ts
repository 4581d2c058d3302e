// Worlds that are no sandbox: people who sign up and read their mail, people who are there already, and nobody.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestRunner, afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { worldModule } from '../contract-tests/cli/init.ts'
import { exitCodes } from '../contract-tests/cli/options.ts'
import { useAliases } from '../contract-tests/harness/requests/aliases.ts'
import { alice, asAuthorization, bob, demo } from '../contract-tests/harness/fixtures/people.ts'
import { request } from '../contract-tests/harness/requests/request.ts'
import { seedsOf } from '../contract-tests/harness/seeds/seeds.ts'
import {
  type Letter,
  loadWorld,
  mailboxWorld,
  mailpit,
  nobodyWorld,
  peopleWorld,
} from '../contract-tests/harness/worlds/index.ts'
import {
  type TestServer,
  newEmail,
  prove,
  sender,
  signIn,
  signUp,
  startReachableServer,
} from '../tests/server-for-tests.ts'
import { type SmallServer, conform, serve, withoutSandbox } from './conform-for-tests.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'worlds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kit = join(root, 'contract-tests/harness/worlds/index.ts')
const moduleOf = (name: string, makes: string): string => {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, `import * as kit from ${JSON.stringify(kit)}\nexport const openWorld = (url) => ${makes}\n`)
  return path
}
const asked = (...ids: readonly string[]) => ids.flatMap((id) => ['--operation', id])
const keptOf = ({ report }: Awaited<ReturnType<typeof conform>>) =>
  report.tests.filter(({ result }) => result === 'passed').map(({ name }) => name)

describe('a world', () => {
  let server: TestServer
  /** The same without the sandbox's operations. */
  let front: SmallServer
  // None of these worlds is emptied: each has a server of its own.
  beforeEach(async () => {
    server = await startReachableServer()
    front = await withoutSandbox(server.url)
  })
  afterEach(async () => {
    await front.close()
    await server.close()
  })

  it('of sign-up and mail has new people in every case, and empties nothing', async () => {
    const { email } = await signUp(server.send)
    await prove(sender(server.url), email)
    const read = `async (address) => (await (await fetch(${JSON.stringify(server.url)} + '/sandbox/mailbox.json?' + new URLSearchParams({ to: address }))).json()).messages`
    const world = moduleOf('mail', `kit.mailboxWorld({ domain: 'mail.example.com', read: ${read} })`)
    const run = await conform(front.url, [...asked('account.me'), '--no-negatives', '--world', world])
    expect(run.code, run.said).toBe(exitCodes.kept)
    expect(keptOf(run)).toEqual(
      expect.arrayContaining(['account.me on remote > gives the profile for an access token']),
    )
    // Somebody who was there is there.
    expect((await signIn(server.send, email)).status).toBe(200)
  })

  it('of people in a file signs them in, and tells nobody their passwords', async () => {
    const [email, secret] = [newEmail('staff'), 'a "password" of their own & more']
    await signUp(server.send, { email, password: secret })
    await prove(sender(server.url), email)
    const file = join(folder, 'people.json')
    writeFileSync(file, JSON.stringify({ people: [{ email, password: secret }] }))
    const world = moduleOf('people', `kit.peopleWorld(${JSON.stringify(file)})`)
    const ids = ['account.me', 'account.signIn', 'account.signUp']
    const run = await conform(front.url, [...asked(...ids), '--no-negatives', '--world', world])
    // What is right is not called broken for who is there, and for who is not to come.
    expect(run.code, run.said).toBe(exitCodes.kept)
    expect(keptOf(run), run.said).toEqual(
      expect.arrayContaining([
        'account.me on remote > gives the profile for an access token',
        'account.me on remote > gives the profile for the refresh cookie',
        'account.signIn on remote > knows an email in any spelling',
      ]),
    )
    expect(run.said).toMatch(/not asked {2}\d+ cases?: the world has no word for/)
    expect(run.said).toMatch(/not asked {2}\d+ cases?: the world has its people or nobody, and nobody else comes to be/)
    const { messages } = (await (await fetch(`${server.url}/sandbox/mailbox.json`)).json()) as {
      messages: { to: string }[]
    }
    expect(messages.filter(({ to }) => to !== email)).toEqual([])
    for (const text of [run.said, run.read('report.json'), run.read('junit.xml'), run.read('report.sarif')]) {
      expect(text).not.toContain('of their own')
    }
  })

  it('of nobody asks what needs nobody, and makes nobody', async () => {
    // As init writes it: beside it is no package.
    const world = join(folder, 'as-init-writes-it.mjs')
    writeFileSync(world, worldModule('4', ''))
    const run = await conform(front.url, [
      ...asked('service.getLiveness', 'account.me', 'account.signUp'),
      '--world',
      world,
    ])
    expect(run.code, run.said).toBe(exitCodes.kept)
    expect(keptOf(run)).toEqual(
      expect.arrayContaining(['service.getLiveness on remote > is alive', 'account.me on remote > refuses nobody']),
    )
    expect(run.said).toMatch(/not asked {2}\d+ cases?: the world has no word for user/)
    expect(await (await fetch(`${server.url}/sandbox/mailbox.json`)).json()).toEqual({ messages: [] })
  })

  it('that empties nothing leaves a sandbox as it is', async () => {
    const { email } = await signUp(server.send)
    await prove(sender(server.url), email)
    const world = moduleOf('nobody', 'kit.nobodyWorld()')
    const run = await conform(server.url, [...asked('service.getLiveness'), '--no-negatives', '--world', world])
    expect(run.code, run.said).toBe(exitCodes.kept)
    expect((await signIn(server.send, email)).status).toBe(200)
  })
})

describe('what people of a world are called', () => {
  /** What would skip this very test throws its reason. */
  const withoutSkips = () => vi.spyOn(TestRunner, 'getCurrentTest').mockReturnValue(undefined)
  afterEach(() => void vi.restoreAllMocks())

  it('is said in every form that a request has, and taken back from every answer', () => {
    const file = join(folder, 'odd.json')
    writeFileSync(
      file,
      JSON.stringify({ people: [{ email: 'a+b@x.example', password: 'p"w &ö' }], clientId: 'theirs' }),
    )
    const { aliases, people } = peopleWorld(file)
    const body = JSON.stringify({
      email: 'alice@example.test',
      password: 'correct horse battery',
      client_id: 'cid_inbox_manager',
    })
    expect(JSON.parse(aliases!.outward(body))).toEqual({
      email: 'a+b@x.example',
      password: 'p"w &ö',
      client_id: 'theirs',
    })
    expect(aliases!.inward(aliases!.outward(body))).toBe(body)
    const form = new URLSearchParams({ email: 'alice@example.test', password: 'correct horse battery' }).toString()
    expect(Object.fromEntries(new URLSearchParams(aliases!.outward(form)))).toEqual({
      email: 'a+b@x.example',
      password: 'p"w &ö',
    })
    expect(people).toEqual(['alice@example.test'])
    // Addresses alone have no case.
    expect(aliases!.outward('ALICE@Example.Test, CORRECT horse battery')).toBe('A+B@X.EXAMPLE, CORRECT horse battery')
    writeFileSync(file, '{"people":[{"email":"a"}]}')
    expect(() => peopleWorld(file)).toThrow('holds no list "people"')
  })

  it('is said in what is asked, and taken back from where one is sent to', async () => {
    const file = join(folder, 'sent-to.json')
    const theirs = { redirectUri: 'https://theirs.example/back', origin: 'https://theirs.example' }
    writeFileSync(file, JSON.stringify({ people: [{ email: 'a@x.example', password: 'p' }], ...theirs }))
    const server = await serve(({ url, headers }, response) => {
      const { searchParams } = new URL(url!, 'http://localhost')
      const isTheirs = [...searchParams.getAll('redirect_uri'), ...searchParams.getAll('again')].every(
        (uri) => uri === theirs.redirectUri,
      )
      response.setHeader('access-control-allow-origin', headers.origin ?? '')
      response.writeHead(303, { location: `${searchParams.get('redirect_uri')}?error=${isTheirs ? 'none' : 'other'}` })
      response.end()
    })
    useAliases(peopleWorld(file).aliases)
    try {
      const answer = await request(server.url, 'oauth.authorize', {
        query: asAuthorization,
        rawQuery: `again=${encodeURIComponent(demo.redirectUri)}`,
        headers: { origin: demo.origin },
      })
      expect(answer.headers.get('location')).toBe(`${demo.redirectUri}?error=none`)
      expect(answer.headers.get('access-control-allow-origin')).toBe(demo.origin)
    } finally {
      useAliases(undefined)
      await server.close()
    }
  })

  it('who are there already is asked before anything else is', async () => {
    withoutSkips()
    const target = { name: 'real', baseUrl: 'http://127.0.0.1:9', world: { people: [alice.email] } } as const
    const { code, openIdTokens, browserSession } = seedsOf(target)
    for (const ask of [code(bob), openIdTokens(bob), browserSession(bob)]) {
      await expect(ask).rejects.toThrow('the world has no more than 1 people')
    }
  })

  it('by mail is another address in each case, of the domain whose mail is read', async () => {
    const { aliases, reset, mail } = mailboxWorld({
      domain: 'mail.example.com',
      read: async (address) => [
        { subject: 'Hello', text: `For ${address}` },
        { subject: 'Confirm', text: `Follow https://a.example/auth/verify?token=t0k-en_1.` },
        { subject: 'Confirm', text: `Type 123456.` },
      ],
    })
    const first = aliases!.outward('alice@example.test')
    await reset!()
    const second = aliases!.outward('alice@example.test')
    expect(new Set([first, second, aliases!.outward('alice@acme.test')]).size).toBe(3)
    expect(second).toMatch(/^alice\+[\w-]+@mail\.example\.com$/)
    expect(
      ['to=alice%40example.test', 'dana@acme.test'].map((text) => aliases!.inward(aliases!.outward(text))),
    ).toEqual([...['to=alice%40example.test', 'dana@acme.test']])
    expect(await mail!('alice@example.test', 'verify_email_link')).toMatchObject({ token: 't0k-en_1' })
    expect(await mail!('alice@example.test', 'verify_email_code')).toMatchObject({ code: '123456' })
  })

  it('by mail is a letter of the kind that is wanted, by where its link leads', async () => {
    const letters = [
      { subject: 'Reset', text: 'Go to https://a.example/auth/reset-password?token=reset-1' },
      { subject: 'Confirm', text: 'Go to https://a.example/auth/verify?token=verify-1' },
      { subject: 'Sign in', text: 'Go to https://a.example/come-in?token=magic-1' },
    ]
    const read = () => Promise.resolve(letters)
    const { mail } = mailboxWorld({ domain: 'mail.example.com', read })
    expect(await mail!('alice@example.test', 'verify_email_link')).toMatchObject({ token: 'verify-1' })
    expect(await mail!('alice@example.test', 'reset_password_link')).toMatchObject({ token: 'reset-1' })
    withoutSkips()
    await expect(mail!('alice@example.test', 'welcome')).rejects.toThrow('cannot tell a letter that is a welcome')
    const kindOf = ({ subject }: Letter) => (subject === 'Sign in' ? 'magic_link' : undefined)
    const own = mailboxWorld({ domain: 'mail.example.com', read, kindOf })
    expect(await own.mail!('alice@example.test', 'magic_link')).toMatchObject({ token: 'magic-1' })
    expect(await own.mail!('alice@example.test', 'verify_email_link')).toMatchObject({ token: 'verify-1' })
  })

  it('by mail is a label once, also of a domain that the cases have people at', () => {
    const { aliases } = mailboxWorld({ domain: 'example.com', read: () => Promise.resolve([]) })
    const addresses = ['alice@example.test', 'ops@example.com', 'new@example.net'].join(' ')
    const there = aliases!.outward(addresses)
    expect(there.match(/\+[\w-]+@example\.com/g)).toHaveLength(3)
    expect(aliases!.outward(there)).toBe(there)
    expect(aliases!.inward(there)).toBe(addresses)
    expect(aliases!.outward('a@example.com.evil.test')).toBe('a@example.com.evil.test')
  })

  it('says what is wrong with what it is made of', async () => {
    await expect(mailpit('http://127.0.0.1:9')('a@example.com')).rejects.toThrow(
      /^The mailbox at http:\/\/127\.0\.0\.1:9 does not answer: .*bad port/,
    )
    expect(() => peopleWorld('none.json')).toThrow('There is no file none.json of people, seen from ')
  })

  it('of nobody is nothing', () => {
    expect(nobodyWorld().only).toEqual([])
  })
})

describe('countersign conform init', () => {
  const ask = async (cwd: string, ...answers: readonly string[]) => {
    const kit = spawn(process.execPath, [join(root, 'contract-tests/bin/countersign-conform.mjs'), 'init'], { cwd })
    const chunks: Buffer[] = []
    for (const stream of [kit.stdout, kit.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    kit.stdin.end(answers.map((answer) => `${answer}\n`).join(''))
    const [code] = (await once(kit, 'close')) as [number]
    return { code, said: Buffer.concat(chunks).toString() }
  }
  const here = () => mkdtempSync(join(folder, 'init-'))

  it('writes a world of ten lines, and the command that asks with it', async () => {
    const cwd = here()
    const { code, said } = await ask(cwd, 'http://localhost:8080/a b', '2', 'http://localhost:8025')
    expect(code, said).toBe(0)
    const written = readFileSync(join(cwd, 'conform.world.mjs'), 'utf8')
    expect(written.split('\n').length).toBeLessThanOrEqual(11)
    expect(written).toContain('mailpit("http://localhost:8025")')
    expect(said).toContain("--url 'http://localhost:8080/a b' --only-implemented --world conform.world.mjs")
    expect(await ask(cwd)).toMatchObject({
      code: 2,
      said: expect.stringContaining('is there already: change it by hand'),
    })
  })

  it('writes the world of a mailbox by IMAP, and its password nowhere', async () => {
    const cwd = here()
    const { code, said } = await ask(cwd, '', '2', 'imaps://tests%40example.com:s3cret@mail.example.com/INBOX')
    expect(code, said).toBe(0)
    const written = readFileSync(join(cwd, 'conform.world.mjs'), 'utf8')
    expect(written.split('\n').length).toBeLessThanOrEqual(11)
    expect(written).toContain('address: "tests@example.com"')
    expect(written).toContain('imap("imaps://tests%40example.com@mail.example.com/INBOX", {')
    expect(said).toContain('Its password is read from IMAP_PASSWORD')
    for (const text of [written, said]) expect(text).not.toContain('s3cret')
    expect(await ask(here(), '', '2', 'mail.example.com')).toMatchObject({
      code: 2,
      said: expect.stringContaining('"mail.example.com" is no address of a mailbox'),
    })
  })

  it('writes a file of people to fill in, and never over one', async () => {
    const cwd = here()
    writeFileSync(join(cwd, 'mine.json'), '{}')
    expect((await ask(cwd, '', '3', 'mine.json')).code).toBe(0)
    expect(readFileSync(join(cwd, 'mine.json'), 'utf8')).toBe('{}')
    const other = here()
    expect((await ask(other, '', '3')).said).toContain('conform.people.json is written too')
    expect(() => peopleWorld(join(other, 'conform.people.json'))).not.toThrow()
  })

  it('writes a world to be said in words of its own, which says what is missing until it is', async () => {
    const cwd = here()
    const { code, said } = await ask(cwd, '', '5')
    expect(code, said).toBe(0)
    const world = join(cwd, 'conform.world.mjs')
    const { reset } = await loadWorld(world, 'http://localhost:3000')
    await expect(reset?.()).rejects.toThrow('say in conform.world.mjs how this server is emptied')
  })

  it('wants a URL that can be asked', async () => {
    const refused = { code: 2, said: expect.stringContaining('"localhost:3000" is not a URL of a server') }
    expect(await ask(here(), 'localhost:3000', '4')).toMatchObject(refused)
  })

  it('needs no file for a sandbox, and refuses what is none of the answers', async () => {
    const cwd = here()
    expect(await ask(cwd)).toMatchObject({ code: 0, said: expect.stringContaining('no file is needed') })
    expect(await ask(cwd, '', '9')).toMatchObject({ code: 2, said: expect.stringContaining('"9" is none of these') })
    expect(existsSync(join(cwd, 'conform.world.mjs'))).toBe(false)
  })
})
