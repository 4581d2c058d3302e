import { prettyFactory } from 'pino-pretty'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../server/outside/log.ts'
import { cpuTimeOf } from '../cpu-time-for-tests.ts'

/** A log that keeps its lines. */
const listen = (change: { toText?: (line: string) => string; level?: 'debug' | 'info' | 'silent' } = {}) => {
  const chunks: string[] = []
  const destination = { write: (chunk: string) => void chunks.push(chunk) }
  const log = createLog({ level: 'debug', destination, ...change })
  return {
    log,
    text: () => chunks.join(''),
    last: () => JSON.parse(chunks.at(-1) ?? '') as { [name: string]: unknown },
  }
}

describe('an event', () => {
  it('is one line of JSON with ISO time, level, fields and message', () => {
    const { log, text, last } = listen()
    log.info({ requestId: 'r1', status: 200, codes: null }, 'answered')
    expect(last()).toEqual({
      level: 'info',
      time: last().time,
      requestId: 'r1',
      status: 200,
      codes: null,
      msg: 'answered',
    })
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(text().endsWith('}\n')).toBe(true)
  })

  it('below the level is not written', () => {
    const { log, text } = listen({ level: 'info' })
    log.debug('quiet')
    listen({ level: 'silent' }).log.fatal('quiet')
    expect(text()).toBe('')
  })

  it('keeps the type, message, code, stack and cause of an error, and nothing else of it', () => {
    const { log, last } = listen()
    const error = Object.assign(new TypeError('broken', { cause: new Error('root') }), { code: 'EBROKEN', query: 'x' })
    for (const write of [() => log.error(error), () => log.error({ err: error }), () => log.error(error, 'broken')]) {
      write()
      expect(last()).toMatchObject({ msg: 'broken', err: { type: 'TypeError', message: 'broken', code: 'EBROKEN' } })
      expect(last().err).toMatchObject({ stack: expect.stringContaining('\n    at '), cause: { message: 'root' } })
      expect(last().err).not.toHaveProperty('query')
    }
  })

  it('survives what JSON cannot say', () => {
    const { log, last } = listen()
    const circle: { self?: unknown } = {}
    circle.self = circle
    log.info({ circle, big: 1n, bytes: Buffer.from('secret'), when: new Date(0), many: Array(5000).fill(1) }, 'odd')
    expect(last()).toMatchObject({ big: '1', bytes: '[6 bytes]', when: '1970-01-01T00:00:00.000Z', msg: 'odd' })
    expect(last().many).toHaveLength(100)
  })
})

describe('secrets', () => {
  const names = [
    ...[
      'password',
      'newPassword',
      'new_password',
      'passwordHash',
      'token',
      'access_token',
      'refreshToken',
      'mfa_token',
    ],
    ...['code', 'recovery_codes', 'otp', 'secret', 'client_secret', 'clientSecret', 'secretKey', 'api_key', 'apiKey'],
    ...['authorization', 'Authorization', 'cookie', 'Cookie', 'set-cookie', 'csrf_token', 'csrfToken', 'X-CSRF-Token'],
    ...['code_verifier', 'client_assertion', 'privateKey', 'privateJwk', 'sealedPrivateJwk', 'tokenHash', 'link'],
  ]

  it('are hidden by name at every depth, in children too', () => {
    for (const name of names) {
      const { log, text } = listen()
      const held = { [name]: 'hunter2' }
      log.info(held, 'flat')
      log.info({ body: held }, 'nested')
      log.info({ a: { b: { c: [held] } } }, 'deep')
      log.info({ [name]: ['hunter2'] }, 'list')
      log.info({ [name]: { value: 'hunter2' } }, 'object')
      log.info({ err: new Error('x', { cause: held }) }, 'cause')
      log.info('formatted %o', held)
      log.child(held).info('child')
      log.child({ requestId: 'r1' }).child({ request: held }).info('grandchild')
      expect(text(), name).not.toContain('hunter2')
      expect(text().split('[hidden]')).toHaveLength(10)
    }
  })

  it('are hidden in URLs, forms and messages', () => {
    const { log, text } = listen()
    log.info({ url: 'https://auth.test/verify?token=hunter2&next=/home' })
    log.info('POST grant_type=password&refresh_token=hunter2&code=hunter2')
    log.error(new Error('bad token eyJhbGciOiJFUzI1NiJ9.eyJodW50ZXIiOjJ9.hunter2'))
    log.info({ at: new URL('https://auth.test/#access_token=hunter2') })
    expect(text()).not.toContain('hunter2')
    expect(text()).toContain('&next=/home')
  })

  it('are not what merely sounds alike', () => {
    const { log, last } = listen()
    const fields = { statusCode: 401, passwordMinLength: 8, tokenType: 'Bearer', hasPassword: true, token: null }
    log.info(fields, 'answered')
    expect(last()).toMatchObject(fields)
  })
})

describe('what strangers send', () => {
  const controls = Array.from({ length: 0xa0 }, (_, index) => String.fromCharCode(index)).join('')
  const hostile = [
    'a\nb',
    'a\r\n{"level":"info","msg":"forged"}',
    'a\u2028b\u2029c\u0085d',
    '\u001b[2J\u001b[31mred\u009b31m',
    '"}{',
    '\\"}{\\',
    '\u202egnp.exe',
    '\ud800',
    controls,
    'x'.repeat(65_536),
    '\n'.repeat(65_536),
    '"'.repeat(65_536),
  ]

  const write = (log: ReturnType<typeof createLog>, text: string) => {
    log.info({ email: text }, 'field')
    log.info({ headers: { 'user-agent': [text] } }, 'deep field')
    log.info({ [text]: 1 }, 'name')
    log.info(text)
    log.info('path %s', text)
    log.error(new Error(text))
    log.child({ kid: text }).warn('child')
  }

  it('makes one valid JSON line an event, escaped and capped (AC-107)', () => {
    for (const value of hostile) {
      const { log, text } = listen()
      write(log, value)
      // Every character that any reader takes for the end of a line.
      const lines = text().split(/[\n\v\f\r\u001c-\u001e\u0085\u2028\u2029]/)
      expect(lines).toHaveLength(8)
      expect(lines.pop()).toBe('')
      for (const line of lines) {
        expect(JSON.parse(line)).toMatchObject({ level: expect.stringMatching(/^(info|warn|error)$/) })
        expect(line.length).toBeLessThan(50_000)
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
      }
    }
  })

  it('shows what was sent, spelled out (AC-107)', () => {
    const { log, last } = listen()
    log.info({ email: 'a\r\nb\u001b[31m' }, 'sent')
    expect(last().email).toBe('a\\u000d\\u000ab\\u001b[31m')
    log.info({ email: 'x'.repeat(65_536) }, 'sent')
    expect(last().email).toBe(`${'x'.repeat(2000)}… (65536 characters)`)
  })

  it('cannot steer a terminal either (AC-107)', () => {
    for (const value of hostile) {
      const { log, text } = listen({ toText: prettyFactory({ colorize: false }) })
      write(log, value)
      expect(text().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
      expect(text()).not.toMatch(/^\{"level"/m)
    }
  })

  it('is made fit in little time (AC-107)', () => {
    const { log } = listen()
    const logAll = () => {
      for (const piece of ['a-', 'token', 'eyJ', 'eyJa.', 'x?code=', '\u2028']) {
        log.info({ value: piece.repeat(32_768) }, 'slow?')
      }
    }
    expect(cpuTimeOf(logAll)).toBeLessThan(300)
  })
})
