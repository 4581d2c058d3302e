// Looks at what a service needs before people find out: what is wrong, and what to set.
import { isIP } from 'node:net'
import { type Config, readConfig } from '../config.ts'
import { canonicalOrigin } from '../model/origins.ts'
import { systemClock } from '../outside/clock.ts'
import { verifyMailServer } from '../outside/mailer.ts'
import { table } from './actions.ts'
import { checkDatabase } from './doctor-database.ts'
import { type Finding, hostOf, wrongClock } from './doctor-finding.ts'
import { settingsInForce } from './doctor-print.ts'
import { readOptions, refuse } from './options.ts'

const usage = `usage: countersign doctor [options]

Asks the settings, the database, the clock, the mail server and the proxy in front whether they fit together. Nothing is
changed, and no mail is sent. Ends with 1 where something is wrong.

  --front-end URL  say whether pages of this address may ask, and get cookies; may be repeated
  --offline        do not ask PUBLIC_URL itself, before anything listens there
  --print          show which settings are in force, without secrets, and look at nothing
  --json           all as JSON, for programs
  --help, -h       this
`

const patienceMs = 5000
const clockMs = 5000

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, {
    'front-end': { type: 'string', multiple: true },
    offline: { type: 'boolean' },
    print: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  if (!options) return
  const pages = ([options['front-end'] ?? []].flat() as string[]).map((text) => [text, originOfPage(text)] as const)
  const odd = pages.find(([, origin]) => origin === undefined)
  if (odd) return refuse(`--front-end "${odd[0]}" is no address such as https://app.example.com.`, usage)
  const read = readConfig({ ...process.env, NODE_ENV: 'production' })
  if (options.print) {
    const found = 'config' in read ? settingsInForce(read.config) : []
    for (const problem of 'problems' in read ? read.problems : []) process.stderr.write(`${problem}\n`)
    process.stdout.write(options.json ? `${JSON.stringify(Object.fromEntries(found), null, 2)}\n` : table(found))
    if ('problems' in read) process.exitCode = 1
    return
  }
  const findings =
    'problems' in read
      ? read.problems.map((text): Finding => ({ name: 'settings', outcome: 'wrong', text }))
      : await examine(
          read.config,
          pages.map(([, origin]) => origin!),
          options.offline === true,
        )
  const words = { ok: 'ok', warning: 'warning', wrong: 'WRONG' }
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ findings }, null, 2)}\n`
      : table(findings.map(({ name, outcome, text }) => [words[outcome], name, text])),
  )
  if (findings.some(({ outcome }) => outcome === 'wrong')) process.exitCode = 1
}

const originOfPage = (text: string): string | undefined =>
  /^https?:\/\//.test(text) && URL.canParse(text) ? canonicalOrigin(new URL(text).origin) : undefined

const examine = async (config: Config, pages: readonly string[], offline: boolean): Promise<Finding[]> => [
  { name: 'settings', outcome: 'ok', text: 'All that are set are understood.' },
  ...(await checkDatabase(config, pages)),
  ...(await checkMail(config)),
  checkProxies(config),
  ...(offline ? [] : await checkFront(config, pages)),
  ...pages.map((page) => checkCookies(config, page)),
]

const checkMail = async ({ smtpUrl }: Config): Promise<Finding[]> => {
  const name = 'mail'
  const url = smtpUrl ?? ''
  const server = hostOf(url)
  const mayBeRead = server !== null && !/^smtps:/i.test(url) && !/[?&](requireTLS=true|secure=true)(&|$)/.test(url)
  const text = `Mails to ${server} go in the clear where somebody between leaves out its offer of TLS, and links to sign in with them: set smtps://…, or add ?requireTLS=true to SMTP_URL.`
  const warnings: Finding[] = mayBeRead ? [{ name, outcome: 'warning', text }] : []
  try {
    await verifyMailServer(url, patienceMs)
    return [{ name, outcome: 'ok', text: 'The mail server takes what we would send.' }, ...warnings]
  } catch (error) {
    const why = `The mail server says: ${(error as Error).message} Set SMTP_URL.`
    return [{ name, outcome: 'wrong', text: why }, ...warnings]
  }
}

/** PUBLIC_URL is https, and this process speaks http: somebody stands in between. */
const checkProxies = ({ trustedProxies }: Config): Finding =>
  trustedProxies.length > 0
    ? { name: 'proxy', outcome: 'ok', text: `X-Forwarded-For of ${trustedProxies.join(', ')} counts.` }
    : {
        name: 'proxy',
        outcome: 'wrong',
        text: 'Everybody has the address of the proxy, and shares one limit: set TRUSTED_PROXIES to its address or range.',
      }

/** Asks the service as people do. */
const checkFront = async ({ publicUrl }: Config, pages: readonly string[]): Promise<Finding[]> => {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, publicUrl), { ...init, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
  try {
    const before = systemClock.now()
    const discovery = await ask('/.well-known/openid-configuration')
    const { issuer } = (await discovery.json().catch(() => ({}))) as { issuer?: string }
    if (discovery.status !== 200 || issuer !== publicUrl) {
      const text = `${publicUrl} answers ${discovery.status}, and not as this service: lead it to HOST and PORT, with PUBLIC_URL as it is.`
      return [{ name: 'front', outcome: 'wrong', text }]
    }
    const there = Date.parse(discovery.headers.get('date') ?? '')
    const findings: Finding[] = [
      { name: 'front', outcome: 'ok', text: `${publicUrl} leads here, by TLS that we trust.` },
    ]
    if (Math.abs(there - before) > clockMs + patienceMs)
      findings.push(wrongClock('the service behind PUBLIC_URL', there - before))
    for (const page of pages) {
      const headers = {
        Origin: page,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      }
      const preflight = await ask('/auth/sign-in', { method: 'OPTIONS', headers })
      const isAllowed = preflight.headers.get('access-control-allow-origin') === page
      const text = isAllowed
        ? `Browsers let pages of ${page} ask ${publicUrl}.`
        : `Browsers keep pages of ${page} from asking: the answer to their preflight names another origin or none. Register the origin, and let no proxy answer OPTIONS.`
      findings.push({ name: 'CORS', outcome: isAllowed ? 'ok' : 'wrong', text })
    }
    return findings
  } catch (error) {
    return [{ name: 'front', outcome: 'wrong', text: `${publicUrl} cannot be asked ${whyNot(error as Error)}` }]
  }
}

const whyNot = ({ message, cause }: Error): string => {
  const why = cause instanceof Error ? cause : undefined
  const code = why && 'code' in why ? String(why.code) : ''
  const remedy = /CERT|SELF_SIGNED|SIGNATURE|ALTNAME/.test(code)
    ? 'have the proxy show its whole chain, of an authority that everybody trusts, or name your own in NODE_EXTRA_CA_CERTS for this command.'
    : 'see that it leads to HOST and PORT, or say --offline.'
  return `(${why?.message ?? message}): ${remedy}`
}

/** Our cookies are SameSite=Lax or stricter: a page of another site never sends them from a script. */
const checkCookies = ({ publicUrl }: Config, page: string): Finding => {
  const [ours, theirs] = [publicUrl, page].map((url) => new URL(url))
  const name = 'cookies'
  if (theirs!.protocol !== 'https:') {
    return {
      name,
      outcome: 'warning',
      text: `${page} is no https page: browsers hold it for another site, which gets no cookies.`,
    }
  }
  if (siteOf(ours!.hostname) === siteOf(theirs!.hostname)) {
    return {
      name,
      outcome: 'ok',
      text: `${page} seems to be of one site with ${publicUrl}: its pages send our cookies.`,
    }
  }
  const text = `${page} is of another site than ${publicUrl}: its scripts get no cookies. Serve this service below the same domain, or have the app keep its tokens itself.`
  return { name, outcome: 'warning', text }
}

/** The last two labels. A suffix such as co.uk has more, which this cannot know: hence `seems`. */
const siteOf = (host: string): string => (isIP(host) ? host : host.split('.').slice(-2).join('.'))
