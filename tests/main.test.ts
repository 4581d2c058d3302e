import { connect, createServer } from 'node:net'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { type Program, endPrograms, newFile, sendInOneTurn, startProgram } from './process-for-tests.ts'
import { clientId, newEmail, password, productionSettings, signIn, signUp } from './server-for-tests.ts'
import { freshDatabase, kinds } from './storage/databases-for-tests.ts'

// Processes are started in earnest: on a busy machine that takes its time.
const slow = { timeout: 600_000 }
const file = newFile()
afterEach(endPrograms)
afterAll(() => file.remove())

const start = async (environment: Record<string, string> = {}): Promise<Program> => {
  const program = await startProgram({ DATABASE_URL: file.url, ...environment })
  await program.ready
  return program
}

/** A connection by hand: what is sent, what came, and when it ended. */
interface Dialled {
  write(text: string): void
  text(): string
  readonly closed: Promise<void>
}

/** A request whose body never comes whole. */
const stuckRequest =
  'POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n{'

/** The server has read the head of a request that expects 100 (RFC 9110 section 10.1.1). */
const begun = ({ text }: Dialled) => expect.poll(text).toContain('HTTP/1.1 100 ')

/** Nobody listens there any more. */
const closedAt = (port: number) =>
  expect
    .poll(() =>
      dial(port).then(
        () => 'open',
        (error: Error) => error.message,
      ),
    )
    .toContain('ECONNREFUSED')

const dial = (port: number) =>
  new Promise<Dialled>((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () =>
      resolve({ write: (more) => void socket.write(more), text: () => text, closed }),
    )
    const closed = new Promise<void>((done) => socket.on('close', () => done()))
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', reject)
  })

describe('the program', () => {
  it('says where to look once it is ready, and needs no setting for it', slow, async () => {
    const program = await startProgram({ DATABASE_URL: file.url })
    await program.ready
    expect((await program.send('GET /health/ready')).status).toBe(200)
    const url = `http://localhost:${program.port}`
    expect(program.output().split('\n').slice(0, 5)).toEqual([
      `Countersign     ${url}/`,
      `API reference   ${url}/docs`,
      `Mailbox         ${url}/sandbox/mailbox`,
      `Credentials     ${url}/sandbox/credentials`,
      `Contract        ${url}/openapi.json`,
    ])
    for (const path of ['/', '/docs', '/sandbox/mailbox', '/sandbox/credentials', '/openapi.json']) {
      expect([path, (await program.send(`GET ${path}`)).status]).toEqual([path, 200])
    }
    expect(program.errors()).toBe('')
  })

  it('ends with a sentence where it cannot start: a taken port', slow, async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const port = String((taken.address() as { port: number }).port)
    const program = await start({ PORT: port })
    expect((await program.ended).code).toBe(1)
    expect(program.errors()).toBe(`Countersign could not start. Port ${port} is taken: set PORT to another one.\n`)
    const metrics = await start({ METRICS_PORT: port })
    expect((await metrics.ended).code).toBe(1)
    expect(metrics.errors()).toBe(
      `Countersign could not start. Port ${port} is taken: set METRICS_PORT to another one.\n`,
    )
    taken.close()
    const elsewhere = await start({ HOST: '192.0.2.1' })
    expect((await elsewhere.ended).code).toBe(1)
    expect(elsewhere.errors()).toBe(
      'Countersign could not start. HOST is "192.0.2.1", which is no address of this machine: set one that is, or 0.0.0.0 for all.\n',
    )
  })

  it('ends with a sentence for each setting that is wrong (AC-115)', slow, async () => {
    const program = await start({ NODE_ENV: 'production', COUNTERSIGN_SECRET: 'changeme', LOG_LEVEL: 'all' })
    expect((await program.ended).code).toBe(1)
    expect(program.errors().trim().split('\n').sort()).toEqual([
      'COUNTERSIGN_SECRET is too weak: set 32 or more random characters, such as from: openssl rand -base64 32',
      'LOG_LEVEL is "all": set one of debug, info, warn, error, silent.',
      'MAIL_FROM is not set: set an address that people may answer to, such as Example <no-reply@example.com>.',
      'PROJECT_ENVIRONMENT is not set: set the id of the environment that /api/auth serves, or none.',
      'PUBLIC_URL is not set: set the https address that people reach this service at.',
      'SMTP_URL is not set: set smtp://user:password@host:port or smtps://….',
    ])
    expect(program.output()).toBe('')
  })

  it('ends with a sentence for a project that the database does not have', slow, async () => {
    const program = await start({ PROJECT_ENVIRONMENT: '0199c0de-0000-7000-8000-00000000dead' })
    expect([(await program.ended).code, program.errors()]).toEqual([
      1,
      'Countersign could not start. PROJECT_ENVIRONMENT is "0199c0de-0000-7000-8000-00000000dead", and this database has no such environment: set the id of one, or none until it is made.\n',
    ])
  })

  it('ends with a sentence for a database that the sandbox filled, whatever the secret', slow, async () => {
    const other = newFile()
    const first = await start({ DATABASE_URL: other.url })
    first.kill('SIGTERM')
    await first.ended
    const filled = await start({
      DATABASE_URL: other.url,
      ...productionSettings,
    })
    expect([(await filled.ended).code, filled.errors()]).toEqual([
      1,
      'Countersign could not start. The database was filled by the sandbox, whose passwords and keys everybody knows: set DATABASE_URL to another one for production.\n',
    ])
    other.remove()
  })

  it(
    'ends with a sentence for a database that is newer, of another secret, or out of reach (AC-129)',
    slow,
    async () => {
      const other = newFile()
      const first = await start({ DATABASE_URL: other.url })
      first.kill('SIGTERM')
      await first.ended
      const secret = await start({ DATABASE_URL: other.url, COUNTERSIGN_SECRET: productionSettings.COUNTERSIGN_SECRET })
      expect([(await secret.ended).code, secret.errors()]).toEqual([
        1,
        'Countersign could not start. The database was made with another COUNTERSIGN_SECRET: set that one.\n',
      ])

      const database = new Sqlite(other.path)
      database.prepare("insert into schema_migrations (name) values ('9999-later')").run()
      database.close()
      const newer = await start({ DATABASE_URL: other.url })
      expect((await newer.ended).code).toBe(1)
      expect(newer.errors()).toMatch(
        /^Countersign could not start\. The database is newer than this program, .*9999-later.*\n$/,
      )

      const gone = await start({ DATABASE_URL: 'postgres://nobody:hidden-word@127.0.0.1:1/none' })
      expect((await gone.ended).code).toBe(1)
      expect(gone.errors()).toMatch(/^Countersign could not start\. The database is unavailable: .*\n$/)
      expect(gone.errors() + gone.output()).not.toContain('hidden-word')
      other.remove()
    },
  )
})

describe('the service in production', () => {
  it('leaves the database as it is where it is told to, and says what to do', slow, async () => {
    const other = newFile()
    const environment = {
      DATABASE_URL: other.url,
      ...productionSettings,
      DOCS: 'off',
      DRAIN_SECONDS: '0',
    }
    const empty = await startProgram(environment, ['--no-migrate'])
    expect([(await empty.ended).code, empty.errors()]).toEqual([
      1,
      `Countersign could not start. There is no database at ${other.url.slice('sqlite:'.length)}: set DATABASE_URL, or have countersign migrate make it.\n`,
    ])
    const first = await start(environment)
    expect((await first.send('GET /docs')).status).toBe(404)
    expect((await first.send('GET /openapi.json')).status).toBe(200)
    const sent = { tenantName: 'Acme', tenantSlug: 'acme', email: 'dana@acme.test', password }
    const refused = await first.send('POST /api/platform/auth/register', { body: sent })
    expect([refused.status, refused.body]).toMatchObject([403, { type: 'sign_up_disabled' }])
    first.kill('SIGTERM')
    await first.ended
    const lines = first.output().trim().split('\n')
    const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect([said[0], ...said.slice(-2)]).toEqual(['listening', 'draining', 'stopped'])

    const database = new Sqlite(other.path)
    const [newest] = database.prepare('select name from schema_migrations order by name desc limit 1').all() as [
      { name: string },
    ]
    database.prepare('delete from schema_migrations where name = ?').run(newest.name)
    database.close()
    const older = await startProgram(environment, ['--no-migrate'])
    expect([(await older.ended).code, older.errors()]).toEqual([
      1,
      `Countersign could not start. The database is older than this program, which needs ${newest.name}: run countersign migrate first.\n`,
    ])
    other.remove()
  })
})

describe('SIGTERM', () => {
  it('lets what runs finish, takes nothing new and ends with 0 (AC-125)', slow, async () => {
    const program = await start()
    const { email } = await signUp(program.send)
    const [inFlight, unused] = [await dial(program.port), await dial(program.port)]
    const body = JSON.stringify({ client_id: clientId, email, password })
    inFlight.write(
      `POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n${body.slice(0, 20)}`,
    )
    await begun(inFlight)
    program.kill('SIGTERM')
    await closedAt(program.port)
    unused.write('GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n')
    await unused.closed
    expect(unused.text()).toMatch(/^HTTP\/1\.1 503 [^]*\r\nconnection: close\r\n/i)
    inFlight.write(body.slice(20))
    await inFlight.closed
    expect(inFlight.text()).toMatch(/\r\n\r\nHTTP\/1\.1 200 [^]*\r\nconnection: close\r\n[^]*"access_token"/i)
    const { code } = await program.ended
    expect([code, program.errors()]).toEqual([0, ''])
    const database = new Sqlite(file.path, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  })

  it('says that it is not ready, and answers all the same, until DRAIN_SECONDS are over', slow, async () => {
    const program = await start({ DRAIN_SECONDS: '6' })
    const { email } = await signUp(program.send)
    program.kill('SIGTERM')
    await expect.poll(async () => (await program.send('GET /health/ready')).status).toBe(503)
    expect(program.output()).not.toContain('"level":"error"')
    expect((await program.send('GET /health/live')).status).toBe(200)
    expect((await signIn(program.send, email)).status).toBe(200)
    const { code, ms } = await program.ended
    expect([code, ms >= 6000]).toEqual([0, true])
    await expect(dial(program.port)).rejects.toThrow('ECONNREFUSED')
  })

  it('waits for nobody who only holds a connection open (AC-125)', slow, async () => {
    const program = await start()
    const idle = await dial(program.port)
    idle.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')
    const stuck = await dial(program.port)
    stuck.write(stuckRequest)
    await begun(stuck)
    program.kill('SIGTERM')
    await Promise.all([idle.closed, stuck.closed])
    expect((await program.ended).code).toBe(0)
  })

  it('closes a connection whose request came together with it, while others go on', slow, async () => {
    const program = await start()
    const request = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'
    const [stuck, answered] = await sendInOneTurn(program, [stuckRequest, request], 'SIGTERM')
    expect((await answered!.setEncoding('utf8').toArray()).join('')).toMatch(/^HTTP\/1\.1 200 /)
    stuck!.write(' '.repeat(49))
    expect((await stuck!.setEncoding('utf8').toArray()).join('')).toContain('HTTP/1.1 400 ')
    expect((await program.ended).code).toBe(0)
  })

  it('sent twice ends it at once (AC-125)', slow, async () => {
    const program = await start()
    const stuck = await dial(program.port)
    stuck.write(stuckRequest)
    await begun(stuck)
    program.kill('SIGTERM')
    await closedAt(program.port)
    program.kill('SIGTERM')
    // Whoever waits for what still runs ends with 0.
    expect((await program.ended).code).toBe(1)
  })

  it('and a terminal that hangs up end it as one', slow, async () => {
    const program = await start()
    const stuck = await dial(program.port)
    stuck.write(stuckRequest)
    await begun(stuck)
    program.kill('SIGHUP')
    await closedAt(program.port)
    program.kill('SIGHUP')
    await stuck.closed
    expect((await program.ended).code).toBe(0)
  })
})

describe('kill -9', () => {
  it('loses no person who was told they are in, and leaves no half of one (AC-123)', slow, async () => {
    const kept = newFile()
    const acknowledged: string[] = []
    const environment = {
      DATABASE_URL: kept.url,
      LIMITS: 'signUpPerIp=100000/3600,signInPerIp=100000/900',
      LOG_LEVEL: 'silent',
    }
    for (let round = 0; round < 3; round++) {
      const program = await start(environment)
      const before = acknowledged.length
      const signUpForEver = async (): Promise<void> => {
        for (;;) {
          const email = newEmail(`round-${round}`)
          const answer = await program
            .send('POST /auth/sign-up', { body: { client_id: clientId, email, password } })
            .catch(() => undefined)
          if (answer?.status !== 201) return
          acknowledged.push(email)
        }
      }
      const all = Promise.all([1, 2, 3, 4].map(signUpForEver))
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 5), 60_000)
      await new Promise((resolve) => setTimeout(resolve, 170 * round))
      program.kill('SIGKILL')
      await all
      await program.ended
    }

    const program = await start(environment)
    const statuses = new Set<number>()
    for (const email of acknowledged) statuses.add((await signIn(program.send, email)).status)
    expect(statuses).toEqual(new Set([200]))
    program.kill('SIGTERM')
    await program.ended

    const database = new Sqlite(kept.path, { readonly: true })
    const count = (sql: string) => (database.prepare(`select count(*) as n from ${sql}`).get() as { n: number }).n
    // The sandbox's own administrator never signed up.
    const signedUp = 'users where id not in (select user_id from administrators)'
    expect(count(signedUp)).toBeGreaterThanOrEqual(acknowledged.length)
    expect(count(`${signedUp} and id not in (select user_id from memberships)`)).toBe(0)
    expect(count('organizations where id not in (select organization_id from memberships)')).toBe(0)
    expect(count(`${signedUp} and id not in (select user_id from sessions)`)).toBe(0)
    expect(count('outbox')).toBe(count(signedUp))
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
    kept.remove()
  })
})

describe.each(kinds)('two programs on one empty %s', (kind) => {
  it('start at once, with one signing key of each algorithm, and trust each other (AC-129)', slow, async () => {
    const { url, remove } = await freshDatabase(kind)
    const common = { DATABASE_URL: url, PUBLIC_URL: 'http://localhost:3000' }
    const programs = await Promise.all([start(common), start(common)])
    for (const program of programs)
      expect([(await program.send('GET /health/ready')).status, program.errors()]).toEqual([200, ''])
    const keys = await Promise.all(programs.map(({ send }) => send('GET /.well-known/jwks.json')))
    expect(keys[0]!.text).toBe(keys[1]!.text)
    const { keys: published } = JSON.parse(keys[0]!.text) as { keys: { alg: string }[] }
    expect(published.map(({ alg }) => alg)).toEqual(['ES256', 'RS256'])

    const [one, two] = programs as [Program, Program]
    const { email, access_token, refresh_token } = await signUp(one.send)
    expect((await two.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
    expect((await signIn(two.send, email)).status).toBe(200)
    await two.send('POST /auth/sign-out', { body: { refresh_token } })
    expect((await one.send('GET /auth/me', { bearer: access_token })).status).toBe(401)
    await endPrograms()
    remove()
  })

  it(
    'refuse with the next request whom the other has signed out, while both are asked for everybody',
    slow,
    async () => {
      const { url, remove } = await freshDatabase(kind)
      const LIMITS = 'signUpPerIp=100/60,mailsPerIp=100/60,callsPerUser=100000/60'
      const common = { DATABASE_URL: url, PUBLIC_URL: 'http://localhost:3000', HASH_COST: 'low', LIMITS }
      const [one, two] = (await Promise.all([start(common), start(common)])) as [Program, Program]
      const people = await Promise.all(Array.from({ length: 12 }, () => signUp(one.send)))
      const ask = async ({ send }: Program, bearer: string) => (await send('GET /auth/me', { bearer })).status
      let isOver = false
      const crowd = people.flatMap(({ access_token }) =>
        [one, two].map(async (program) => {
          while (!isOver) await ask(program, access_token)
        }),
      )
      const seen: number[][] = []
      for (const { access_token, refresh_token } of people) {
        const before = await ask(one, access_token)
        await two.send('POST /auth/sign-out', { body: { refresh_token } })
        seen.push([before, await ask(one, access_token), await ask(two, access_token)])
      }
      isOver = true
      await Promise.all(crowd)
      expect(seen).toEqual(people.map(() => [200, 401, 401]))
      await endPrograms()
      remove()
    },
  )
})
