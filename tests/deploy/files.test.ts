// What stands in deploy/ names settings, commands and metrics that there are.
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { listen } from '../../server/http/listen.ts'
import { createMetrics } from '../../server/outside/metrics.ts'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

/** Every setting, as docs/settings.md lists them. */
const settings = new Set([...read('docs/settings.md').matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name!))

interface Manifest {
  readonly kind: string
  readonly data?: Record<string, string>
  readonly spec?: { template?: { spec: { containers: { args?: string[]; securityContext: object }[] } } }
}

describe('deploy/', () => {
  it('sets for Kubernetes what is a setting, as text, and writes to no file system', () => {
    const files = readdirSync(join(root, 'deploy/kubernetes'))
    const manifests = files.flatMap((name) =>
      parseAllDocuments(read(`deploy/kubernetes/${name}`)).map((document) => document.toJS() as Manifest),
    )
    expect(manifests.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'Job',
      'PodDisruptionBudget',
      'Service',
    ])
    for (const [name, value] of manifests.flatMap(({ data = {} }) => Object.entries(data))) {
      expect([name, settings.has(name), typeof value]).toEqual([name, true, 'string'])
    }
    const containers = manifests.flatMap(({ spec }) => spec?.template?.spec.containers ?? [])
    expect(containers.map(({ args }) => args?.[0])).toEqual([undefined, 'migrate'])
    for (const { securityContext } of containers) {
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
    }
  })

  it('sets for compose what is a setting, and migrates before two instances start', () => {
    const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as {
      services: Record<string, { environment?: Record<string, string>; command?: string[]; depends_on?: object }>
    }
    expect(services.migrate?.command).toEqual(['migrate'])
    for (const name of ['one', 'two']) {
      const { environment = {}, depends_on } = services[name]!
      expect(Object.keys(environment).filter((setting) => !settings.has(setting))).toEqual([])
      expect(depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } })
    }
  })

  it('shows in Grafana what is counted', async () => {
    const gauges = { hashesWaiting: () => 0, lostLines: () => 0, outboxAge: async () => 0 }
    const pools = () => ({ transactions: { size: 1, used: 0, waiting: 0 } })
    const { text } = await createMetrics().read({ ...gauges, pools })
    const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!))
    const { panels } = JSON.parse(read('deploy/grafana.json')) as { panels: { targets: { expr: string }[] }[] }
    const asked = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(countersign|process|nodejs)_[a-z0-9_]+/g) ?? []),
    )
    expect(asked.length).toBeGreaterThanOrEqual(panels.length)
    expect(asked.map((name) => name.replace(/_bucket$/, '')).filter((name) => !known.has(name))).toEqual([])
  })

  it('builds the image from no secret, database or build of the machine it stands on', () => {
    const rules = read('deploy/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
    // As the builder reads them: a star also stands for a name that begins with a dot, which Node's globs leave out.
    const sources: Record<string, string> = { '**/': '(.+/)?', '*': '[^/]*', '.': '\\.' }
    const toPattern = (rule: string) =>
      new RegExp(`^${rule.replace(/^!?\/?/, '').replace(/\*\*\/|[*.]/g, (mark) => sources[mark]!)}(/|$)`)
    const isLeftOut = (file: string): boolean =>
      rules.reduce((was, rule) => (toPattern(rule).test(file) ? !rule.startsWith('!') : was), false)
    const mine = [
      'production.env',
      'deploy/production.env',
      'countersign.dump',
      'web.json',
      'machine.json',
      'shop.json',
    ]
    const made = [
      '.git/config',
      '.data/countersign.db',
      'node_modules/pg/package.json',
      'server/node_modules/pg/index.js',
    ]
    const built = ['dist/countersign-0.1.0.tgz']
    expect([...mine, ...made, ...built].filter((file) => !isLeftOut(file))).toEqual([])
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
    expect(tracked.length).toBeGreaterThan(500)
    expect(tracked.filter(isLeftOut)).toEqual([])
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['*.env', '*.dump']))
  })

  it('keeps connections for longer than the proxies in front do', async () => {
    const server = await listen((_, answer) => answer.end(), { port: 0, host: '127.0.0.1' })
    server.close()
    const page = read('docs/operating.md')
    const times = [read('deploy/nginx.conf'), page].flatMap((text) => [
      ...text.matchAll(/^ *(?:keepalive_timeout|timeout http-keep-alive) (\d+)s;?$/gm),
    ])
    expect(times).toHaveLength(3)
    for (const [line, seconds] of times)
      expect([line, server.keepAliveTimeout > Number(seconds) * 1000]).toEqual([line, true])
    // Without a line of its own nginx keeps them for 60 s, too.
    for (const text of [read('deploy/nginx.conf'), page])
      expect(text).toMatch(/^ +keepalive \d+;\n(.*#.*\n)?.*keepalive_timeout/m)
  })

  it('has proxies hold slow callers, and show nothing but what the service says', () => {
    const page = read('docs/operating.md')
    for (const nginx of [read('deploy/nginx.conf'), page]) {
      for (const line of [
        'limit_conn callers 100;',
        'client_header_timeout 10s;',
        'client_body_timeout 10s;',
        'gzip off;',
        'server_tokens off;',
      ])
        expect(nginx).toContain(`\n  ${line}\n`)
    }
    expect(page).toContain('\n  ssl_protocols TLSv1.2 TLSv1.3;\n')
    expect(page).toMatch(/\n {2}timeout http-request 10s\n[^]*\n {2}option http-buffer-request\n/)
  })

  it('has nginx ask an instance that was away again before the next one leaves', () => {
    const drainSeconds = Number(/`DRAIN_SECONDS` .*\| 0; (\d+) in production \|$/m.exec(read('docs/settings.md'))![1])
    for (const text of [read('deploy/nginx.conf'), read('docs/operating.md')]) {
      const seconds = [...text.matchAll(/^ +server \S+:3000 .*fail_timeout=(\d+)s;$/gm)].map(([, said]) => Number(said))
      expect(seconds).toHaveLength(2)
      // A start takes a while, too, and each worker's last try may be a late one.
      expect(Math.max(...seconds)).toBeLessThanOrEqual(drainSeconds / 2)
    }
  })

  it('has proxies write no query into their logs, and believe no caller', () => {
    const page = read('docs/operating.md')
    for (const nginx of [read('deploy/nginx.conf'), /^```nginx\n([^]*?)^```/m.exec(page)![1]!]) {
      const [, format] = /^log_format without_query '(.*)';$/m.exec(nginx) ?? []
      expect(format).toContain('$request_method $uri')
      expect(format).not.toMatch(/\$request\b|\$request_uri|\$args|\$query_string|\$http_referer/)
      const logs = [...nginx.matchAll(/^ *access_log (.*);$/gm)].map(([, said]) => said!)
      expect(logs.filter((said) => said !== 'off' && !said.endsWith(' without_query'))).toEqual([])
      expect(nginx.match(/^ *server \{|^server \{/gm)).toHaveLength(logs.length)
      expect(nginx).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
      expect(nginx).toContain('proxy_set_header X-Request-Id $request_id;')
    }
    const haproxy = /^```haproxy\n([^]*?)^```/m.exec(page)![1]!
    const sections = haproxy.split(/^(?=frontend|backend)/m).map((section) => section.split('\n'))
    // In the mode that is the usual one, what is said of headers counts for nothing.
    expect(sections.map(([head, mode]) => [head, mode])).toEqual([
      ['frontend auth', '  mode http'],
      ['backend countersign', '  mode http'],
    ])
    expect(haproxy.indexOf('http-request del-header X-Forwarded-For')).toBeGreaterThan(0)
    expect(/log-format "(.*)"/.exec(haproxy)![1]).not.toMatch(/%r|%HU|%HQ|%HV|%hr|%\[/)
  })

  it('has nginx take the address of who asks from whom it may trust', () => {
    const nginx = read('deploy/nginx.conf')
    for (const range of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']) {
      expect(nginx).toContain(`set_real_ip_from ${range};`)
    }
    expect(nginx).toMatch(/^ +real_ip_header X-Forwarded-For;\n +real_ip_recursive on;$/m)
    expect(nginx).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
  })

  it('installs without a compiler: what is built from sources comes built, and npm is told to leave it', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
    // npm builds whatever has such a file, and the lock does not say that it need not.
    const sources = globSync('node_modules/{*,@*/*}/binding.gyp', { cwd: root }).map((file) =>
      relative('node_modules', dirname(file)),
    )
    expect(sources).toContain('better-sqlite3')
    expect(sources.map((name) => [name, allowScripts[name]])).toEqual(sources.map((name) => [name, false]))
    const installs = read('deploy/Dockerfile').match(/npm (ci|install) [^&\n]*/g)
    expect(installs).toHaveLength(2)
    for (const install of installs!) expect(install).toContain(' --ignore-scripts ')
  })

  it('runs the image and the unit without root, by commands that there are', () => {
    const image = read('deploy/Dockerfile')
    expect(image).toMatch(/^USER node$/m)
    expect(image).toContain('CMD ["start", "--no-migrate"]')
    const unit = read('deploy/countersign.service')
    expect(unit).toMatch(/^DynamicUser=yes$/m)
    expect([...unit.matchAll(/bin\/countersign (.*)$/gm)].map(([, command]) => command)).toEqual([
      'migrate',
      'start --no-migrate',
    ])
  })
})
