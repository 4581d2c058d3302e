import { describe, expect, it } from 'vitest'
import { readConfig } from '../server/config.ts'
import { limits } from '../server/model/limits.ts'
import { quotas } from '../server/model/quotas.ts'

const strong = 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h'
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://auth.example.com',
  COUNTERSIGN_SECRET: strong,
  SMTP_URL: 'smtp://mail.example.com',
  MAIL_FROM: 'Example <no-reply@example.com>',
  DATABASE_URL: 'postgres://countersign@db.example.com/countersign',
  PROJECT_ENVIRONMENT: 'none',
}

const problemsOf = (environment: Record<string, string>): string[] => {
  const read = readConfig(environment)
  return 'problems' in read ? read.problems : []
}
const configOf = (environment: Record<string, string>) => {
  const read = readConfig(environment)
  if ('problems' in read) throw new Error(read.problems.join(' '))
  return read.config
}

const howToSetLimits = `set NAME=TRIES/SECONDS with a name of ${Object.keys(limits).join(', ')}.`
const howToSetQuotas = `set NAME=NUMBER with a name of ${Object.keys(quotas).join(', ')}.`

describe('the settings', () => {
  it('need nothing in the sandbox', () => {
    expect(configOf({})).toMatchObject({
      mode: 'sandbox',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      mockUrl: 'http://localhost:4010',
      isMock: false,
      databaseUrl: 'sqlite:.data/countersign.db',
      allowedOrigins: [],
      smtpUrl: null,
      trustedProxies: [],
      logLevel: 'info',
      hashQueue: 64,
      hashCost: 'recommended',
    })
    expect(configOf({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080')
    expect(configOf({ PORT: '', PUBLIC_URL: '', DATABASE_URL: '' }).port).toBe(3000)
  })

  it('are closed to whoever would register a tenant in production, and open elsewhere', () => {
    expect(configOf(production).platformRegistration).toBe('closed')
    expect(configOf({ ...production, PLATFORM_REGISTRATION: 'open' }).platformRegistration).toBe('open')
    expect(configOf({}).platformRegistration).toBe('open')
    expect(problemsOf({ PLATFORM_REGISTRATION: 'yes' })).toEqual([
      'PLATFORM_REGISTRATION is "yes": set one of open, closed.',
    ])
  })

  it('send traces where one of the standard variables has an address, and an empty one is none', () => {
    const [all, traces] = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const
    const isTraced = (environment: Record<string, string>) => configOf(environment).isTraced
    const url = 'http://127.0.0.1:4318'
    expect([isTraced({}), isTraced({ [all]: '' }), isTraced({ [all]: url, OTEL_SDK_DISABLED: 'TRUE' })]).not.toContain(
      true,
    )
    expect([isTraced({ [all]: url }), isTraced({ [all]: '', [traces]: url })]).not.toContain(false)
  })

  it('say how an instance is run', () => {
    expect(configOf({})).toMatchObject({ poolSize: 10, drainSeconds: 0, metricsPort: null, docs: true, auditDays: 365 })
    expect(configOf({ USED_TOKEN_DAYS: '' }).usedTokenDays).toBe(90)
    expect(configOf({ USED_TOKEN_DAYS: '14' }).usedTokenDays).toBe(14)
    expect(problemsOf({ USED_TOKEN_DAYS: '0' })).toEqual(['USED_TOKEN_DAYS is "0": set a whole number from 1 to 3650.'])
    expect(configOf(production).drainSeconds).toBe(5)
    const set = { POOL_SIZE: '40', DRAIN_SECONDS: '30', METRICS_PORT: '9464', DOCS: 'off', AUDIT_DAYS: '30' }
    expect(configOf(set)).toMatchObject({
      poolSize: 40,
      drainSeconds: 30,
      metricsPort: 9464,
      docs: false,
      auditDays: 30,
    })
    expect(problemsOf({ POOL_SIZE: '3', DRAIN_SECONDS: '-1', METRICS_PORT: 'x', DOCS: 'no', AUDIT_DAYS: '0' })).toEqual(
      [
        'POOL_SIZE is "3": set a whole number from 4 to 1000.',
        'DRAIN_SECONDS is "-1": set a whole number from 0 to 600.',
        'METRICS_PORT is "x": set a whole number from 0 to 65535.',
        'AUDIT_DAYS is "0": set a whole number from 1 to 3650.',
        'DOCS is "no": set one of on, off.',
      ],
    )
    expect(problemsOf({ PORT: '9464', METRICS_PORT: '9464' })).toEqual([
      'METRICS_PORT is "9464": set another one than PORT, which strangers reach.',
    ])
  })

  it('let other origins ask, in canonical form, where they are origins', () => {
    const listed = 'https://App.example.com:443, capacitor://localhost,http://192.168.1.20:5173'
    expect(configOf({ ALLOWED_ORIGINS: listed }).allowedOrigins).toEqual([
      'https://app.example.com',
      'capacitor://localhost',
      'http://192.168.1.20:5173',
    ])
    for (const wrong of ['*', 'https://*.example.com', 'https://app.example.com/path', 'app.example.com', 'null', '']) {
      expect(problemsOf({ ALLOWED_ORIGINS: `https://app.example.com,${wrong}` })).toEqual([
        `ALLOWED_ORIGINS has "${wrong}": set origins with commas, such as https://app.example.com, without a path.`,
      ])
    }
    expect(problemsOf({ ...production, ALLOWED_ORIGINS: 'https://app.example.com' })).toEqual([])
    expect(problemsOf({ ...production, ALLOWED_ORIGINS: 'http://app.example.com' })).toEqual([
      'ALLOWED_ORIGINS has "http://app.example.com": in production it must begin with https://.',
    ])
  })

  it('let other sites and apps use passkeys, where they are named as browsers and Android name them', () => {
    const app = `android:apk-key-hash:${'a'.repeat(43)}`
    expect(configOf({ PASSKEY_ORIGINS: `https://shop.example.net, ${app}` })).toMatchObject({
      passkeyOrigins: ['https://shop.example.net'],
      passkeyApps: [app],
    })
    expect(configOf({})).toMatchObject({ passkeyOrigins: [], passkeyApps: [] })
    for (const wrong of ['*', 'https://shop.example.net/', 'shop.example.net', 'android:apk-key-hash:a', '']) {
      expect(problemsOf({ PASSKEY_ORIGINS: `${app},${wrong}` })).toEqual([
        `PASSKEY_ORIGINS has "${wrong}": set origins with commas, such as https://shop.example.net, and apps as android:apk-key-hash:HASH.`,
      ])
    }
    expect(problemsOf({ ...production, PASSKEY_ORIGINS: 'http://shop.example.net' })).toHaveLength(1)
    expect(problemsOf({ PASSKEY_ORIGINS: Array.from({ length: 101 }, () => app).join(',') })).toEqual([
      'PASSKEY_ORIGINS has 101 entries: set at most 100.',
    ])
  })

  it('make hashes cheap in a sandbox alone', () => {
    expect(configOf({ HASH_COST: 'low' }).hashCost).toBe('low')
    expect(problemsOf({ ...production, HASH_COST: 'low' })).toEqual([
      'HASH_COST is "low": leave it out in production, where whoever steals the hashes would guess passwords.',
    ])
  })

  it('let clients of a sandbox be in a private network, where their hosts are named', () => {
    expect(configOf({}).clientHosts).toEqual([])
    expect(configOf({ CLIENT_HOSTS: 'Suite.example.com, nginx' }).clientHosts).toEqual(['suite.example.com', 'nginx'])
    for (const wrong of ['https://suite.example.com', 'a b', '*.example.com']) {
      expect(problemsOf({ CLIENT_HOSTS: wrong })).toEqual([
        `CLIENT_HOSTS has "${wrong}": set names of hosts with commas, such as suite.example.com.`,
      ])
    }
    expect(problemsOf({ ...production, CLIENT_HOSTS: 'nginx' })).toEqual([
      'CLIENT_HOSTS is for the sandbox alone: leave it out in production.',
    ])
  })

  it('cannot change any more', () => {
    const config = configOf({})
    expect(() => Object.assign(config, { mode: 'production' })).toThrow(TypeError)
  })

  it.each([
    [{ NODE_ENV: 'prod' }, 'NODE_ENV is "prod": set production, or leave it out for the sandbox.'],
    [{ NODE_ENV: 'Production' }, 'NODE_ENV is "Production": set production, or leave it out for the sandbox.'],
    [{ PORT: 'http' }, 'PORT is "http": set a whole number from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT is "65536": set a whole number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1": set a whole number from 0 to 65535.'],
    [{ PORT: '80.5' }, 'PORT is "80.5": set a whole number from 0 to 65535.'],
    [{ PORT: ' ' }, 'PORT is " ": set a whole number from 0 to 65535.'],
    [{ PORT: '0x50' }, 'PORT is "0x50": set a whole number from 0 to 65535.'],
    [{ MOCK_PORT: 'x' }, 'MOCK_PORT is "x": set a whole number from 0 to 65535.'],
    [{ HASH_COST: 'none' }, 'HASH_COST is "none": set one of recommended, low.'],
    [{ HASH_QUEUE: '0' }, 'HASH_QUEUE is "0": set a whole number from 1 to 10000.'],
    [
      { PUBLIC_URL: 'auth.example.com' },
      'PUBLIC_URL is "auth.example.com": set an address such as https://auth.example.com.',
    ],
    [
      { PUBLIC_URL: 'ftp://a.example' },
      'PUBLIC_URL is "ftp://a.example": set an address such as https://auth.example.com.',
    ],
    [
      { PUBLIC_URL: 'https://a.example?x=1' },
      'PUBLIC_URL is "https://a.example?x=1": set an address such as https://auth.example.com.',
    ],
    [
      { PUBLIC_URL: 'https://u:p@a.example' },
      'PUBLIC_URL is "https://u:p@a.example": set an address such as https://auth.example.com.',
    ],
    [
      { DATABASE_URL: 'mysql://x' },
      'DATABASE_URL is not understood: set sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.',
    ],
    [
      { DATABASE_URL: 'sqlite:' },
      'DATABASE_URL is not understood: set sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.',
    ],
    ...['http://a.example/auth', 'https://a.example/base/', 'https://a.example//'].map(
      (text): [Record<string, string>, string] => [
        { PUBLIC_URL: text },
        `PUBLIC_URL is "${text}": set an address without a path, such as https://auth.example.com, for the service has a host to itself.`,
      ],
    ),
    ...[
      'https:a.example',
      'https:\\\\a.example',
      ' https://a.example',
      'https://a.example ',
      'https://:pw@a.example',
      'https://@a.example',
      'https://a.example?',
      'https://a.example#',
      'https://*.example.com',
      'https://',
      'https://a.example:99999',
    ].map((text): [Record<string, string>, string] => [
      { PUBLIC_URL: text },
      `PUBLIC_URL is "${text}": set an address such as https://auth.example.com.`,
    ]),
    ...['postgres://', 'postgres:x', 'postgres://h /d', 'sqlite://data/x.db', 'sqlite: x', 'sqlite:x ', 'SQLITE:x'].map(
      (text): [Record<string, string>, string] => [
        { DATABASE_URL: text },
        'DATABASE_URL is not understood: set sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.',
      ],
    ),
    ...['smtp:mail', 'smtp://', 'smtps://mail/inbox', 'smtp://mail example', 'http://mail', 'smtp://mail#x'].map(
      (text): [Record<string, string>, string] => [
        { SMTP_URL: text },
        'SMTP_URL is not understood: set smtp://user:password@host:port or smtps://….',
      ],
    ),
    ...[
      'Example',
      'Example <no-reply>',
      'Example no-reply@example.com',
      'Example<no-reply@example.com>',
      'a@example.com, b@example.com',
      'Example <a@example.com>, <b@example.com>',
      'Example <a@example.com> ',
      'Exa\u200bmple <a@example.com>',
      'Example\r\nBcc: x <a@example.com>',
    ].map((text): [Record<string, string>, string] => [
      { MAIL_FROM: text },
      `MAIL_FROM is "${text}": set an address that people may answer to, such as Example <no-reply@example.com>.`,
    ]),
    ...['localhost:3000', 'http://localhost', '1.2.3', '*', 'a b', ' ', '127.0.0.1:80'].map(
      (text): [Record<string, string>, string] => [
        { HOST: text },
        `HOST is "${text}": set a name or an address of this machine, such as 127.0.0.1.`,
      ],
    ),
    ...['10.1', '0x7f.0.0.1', '3232235521', '10.0.0.0/8x', '10.0.0.0/255.0.0.0', '127.0.0.1:80', ''].map(
      (text): [Record<string, string>, string] => [
        { TRUSTED_PROXIES: `loopback,${text}` },
        `TRUSTED_PROXIES has "${text}": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.`,
      ],
    ),
    [{ PORT: '80 ' }, 'PORT is "80 ": set a whole number from 0 to 65535.'],
    [{ PORT: '8e2' }, 'PORT is "8e2": set a whole number from 0 to 65535.'],
    [{ LOG_LEVEL: 'Info' }, 'LOG_LEVEL is "Info": set one of debug, info, warn, error, silent.'],
    [{ NODE_ENV: 'production ' }, 'NODE_ENV is "production ": set production, or leave it out for the sandbox.'],
    [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL is not understood: set smtp://user:password@host:port or smtps://….'],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL is "verbose": set one of debug, info, warn, error, silent.'],
    [
      { TRUSTED_PROXIES: 'true' },
      'TRUSTED_PROXIES has "true": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.',
    ],
    [
      { TRUSTED_PROXIES: '10.0.0.1,*' },
      'TRUSTED_PROXIES has "*": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.',
    ],
    [
      { TRUSTED_PROXIES: '0.0.0.0/0' },
      'TRUSTED_PROXIES has "0.0.0.0/0": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.',
    ],
    [
      { TRUSTED_PROXIES: '::/0' },
      'TRUSTED_PROXIES has "::/0": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.',
    ],
    [
      { TRUSTED_PROXIES: '10.0.0.0/33' },
      'TRUSTED_PROXIES has "10.0.0.0/33": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.',
    ],
    [{ LIMITS: 'signInPerMoon=1/1' }, `LIMITS has "signInPerMoon=1/1": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=many/1' }, `LIMITS has "signInPerIp=many/1": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=0/60' }, `LIMITS has "signInPerIp=0/60": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=100001/60' }, `LIMITS has "signInPerIp=100001/60": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=1/60s' }, `LIMITS has "signInPerIp=1/60s": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=1.5/60' }, `LIMITS has "signInPerIp=1.5/60": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=1/60,' }, `LIMITS has "": ${howToSetLimits}`],
    [{ LIMITS: 'signInPerIp=1/60,signInPerIp=2/60' }, 'LIMITS has signInPerIp more than once: set it once.'],
    [{ LIMITS: '__proto__=1/1' }, `LIMITS has "__proto__=1/1": ${howToSetLimits}`],
    [{ QUOTAS: 'moonsPerUser=1' }, `QUOTAS has "moonsPerUser=1": ${howToSetQuotas}`],
    [{ QUOTAS: 'sessionsPerUser=0' }, `QUOTAS has "sessionsPerUser=0": ${howToSetQuotas}`],
    [
      { QUOTAS: 'sessionsPerUser=1001' },
      'QUOTAS has "sessionsPerUser=1001": set sessionsPerUser to at most 1000, which lists hold.',
    ],
    [{ QUOTAS: 'sessionsPerUser=10/60' }, `QUOTAS has "sessionsPerUser=10/60": ${howToSetQuotas}`],
    [{ LIMITS: 'signInPerIp=1/86401' }, `LIMITS has "signInPerIp=1/86401": ${howToSetLimits}`],
  ])('are refused with a sentence that says what to set: %o', (environment, sentence) => {
    expect(problemsOf(environment)).toEqual([sentence])
  })

  it('are taken as they are meant', () => {
    for (const [text, origin] of [
      ['http://LocalHost:3000', 'http://localhost:3000'],
      ['HTTP://auth.local:80/', 'http://auth.local'],
      ['https://Auth.Example.com:443', 'https://auth.example.com'],
      ['https://bücher.example:8443', 'https://xn--bcher-kva.example:8443'],
      ['http://[::1]:3000/', 'http://[::1]:3000'],
    ])
      expect(configOf({ PUBLIC_URL: text! }).publicUrl).toBe(origin)
    for (const host of ['127.0.0.1', '::1', '::', 'localhost', 'db-1.internal'])
      expect(configOf({ HOST: host }).host).toBe(host)
    for (const from of [
      'no-reply@example.com',
      '<a@example.com>',
      '"Example, Inc" <a@example.com>',
      'Bücher <a@b.example>',
    ])
      expect(configOf({ MAIL_FROM: from }).mailFrom).toBe(from)
    for (const url of ['sqlite:///var/lib/x.db', 'sqlite:a b.db', 'postgres://u:p@h:5432/d?sslmode=require'])
      expect(configOf({ DATABASE_URL: url }).databaseUrl).toBe(url)
    expect(configOf({ TRUSTED_PROXIES: ' loopback, 10.0.0.0/8 ,2001:db8::/32,192.0.2.1' }).trustedProxies).toEqual([
      'loopback',
      '10.0.0.0/8',
      '2001:db8::/32',
      '192.0.2.1',
    ])
    expect(configOf({ DATABASE_URL: 'postgresql://u@h/d' }).databaseUrl).toBe('postgresql://u@h/d')
    const { quotas: allowed } = configOf({ QUOTAS: 'sessionsPerUser=1000, clientsPerAccount=7' })
    expect([allowed.sessionsPerUser.max, allowed.clientsPerAccount.max]).toEqual([1000, 7])
    expect(allowed.accountsPerUser).toEqual(quotas.accountsPerUser)
    const { limits: read } = configOf({ LIMITS: 'signInPerUser=20/600, checkEmailPerIp=5/10' })
    expect(read).toMatchObject({
      signInPerUser: { max: 20, windowSeconds: 600 },
      checkEmailPerIp: { max: 5, windowSeconds: 10 },
      signInPerIp: { max: 40 },
    })
  })

  it('let developers sign up more people than strangers', () => {
    expect([configOf({}).limits.signUpPerIp.max, configOf(production).limits.signUpPerIp.max]).toEqual([100, 10])
  })
})

describe('production (AC-115)', () => {
  it('starts with an address and a secret', () => {
    expect(configOf(production)).toMatchObject({
      mode: 'production',
      secret: strong,
      publicUrl: 'https://auth.example.com',
    })
  })

  it.each([
    ['', 'COUNTERSIGN_SECRET is not set'],
    ['short', 'COUNTERSIGN_SECRET is too weak'],
    [strong.slice(1), 'COUNTERSIGN_SECRET is too weak'],
    ['a'.repeat(64), 'COUNTERSIGN_SECRET is too weak'],
    ['abcabcabcabcabcabcabcabcabcabcabcabc', 'COUNTERSIGN_SECRET is too weak'],
    ['please-change-me-0123456789-abcdefghij', 'COUNTERSIGN_SECRET is too weak'],
    ['my-very-secret-0123456789-abcdefghijkl', 'COUNTERSIGN_SECRET is too weak'],
    ['sandbox: everyone may know this, nothing here is real', 'COUNTERSIGN_SECRET is too weak'],
  ])('does not start with the secret %j, nor repeats it', (secret, beginning) => {
    const problems = problemsOf({ ...production, COUNTERSIGN_SECRET: secret })
    expect(problems).toEqual([`${beginning}: set 32 or more random characters, such as from: openssl rand -base64 32`])
    if (secret !== '') expect(problems[0]).not.toContain(secret)
  })

  it('does not start without an address, or with one that is not https', () => {
    expect(problemsOf({ ...production, PUBLIC_URL: '' })).toEqual([
      'PUBLIC_URL is not set: set the https address that people reach this service at.',
    ])
    expect(problemsOf({ ...production, PUBLIC_URL: 'http://auth.example.com' })).toEqual([
      'PUBLIC_URL is "http://auth.example.com": in production it must begin with https://.',
    ])
  })

  it.each([
    ['DATABASE_URL', 'set sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.'],
    ['MAIL_FROM', 'set an address that people may answer to, such as Example <no-reply@example.com>.'],
    ['PROJECT_ENVIRONMENT', 'set the id of the environment that /api/auth serves, or none.'],
  ])('does not start without %s', (name, forms) => {
    expect(problemsOf({ ...production, [name]: '' })).toEqual([`${name} is not set: ${forms}`])
  })

  it('does not start where mail would be lost without a word', () => {
    expect(problemsOf({ ...production, SMTP_URL: '' })).toEqual([
      'SMTP_URL is not set: set smtp://user:password@host:port or smtps://….',
    ])
  })

  it('hears of all mistakes at once', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'x',
      DATABASE_URL: 'x',
      LOG_LEVEL: 'x',
      SMTP_URL: 'x',
      MAIL_FROM: 'x',
      PROJECT_ENVIRONMENT: 'x',
      HASH_QUEUE: 'x',
      TRUSTED_PROXIES: 'x',
      LIMITS: 'x',
    })
    expect(problems.map((one) => one.split(' ')[0]).sort()).toEqual([
      'COUNTERSIGN_SECRET',
      'DATABASE_URL',
      'HASH_QUEUE',
      'LIMITS',
      'LOG_LEVEL',
      'MAIL_FROM',
      'PORT',
      'PROJECT_ENVIRONMENT',
      'PUBLIC_URL',
      'SMTP_URL',
      'TRUSTED_PROXIES',
    ])
  })
})
