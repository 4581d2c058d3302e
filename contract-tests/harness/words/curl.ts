// The command that asks again what was asked, outside the kit.
import type { Fields } from '../contract/fields.ts'
import { maskBody, maskHeader } from './mask.ts'
import { demoApp, demoPlatform, demoProject, machine, people, pkce } from '../fixtures/people.ts'

/** A request as it went out. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: Fields
  readonly cookies: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** As a shell takes it for one word. */
export const quoted = (text: string): string =>
  /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** What every copy of this kit and every sandbox has alike hides nothing. */
const published = new Set<string>([
  ...people.map(({ password }) => password),
  ...[demoPlatform.password, demoProject.adminPassword, demoProject.apiKey, demoProject.anonKey],
  ...[demoApp.publishableKey, demoApp.secretKey, machine.clientSecret, pkce.verifier],
])

/** Asked for by whoever wants commands that repeat what came with a token. */
export const showsSecrets = () => process.env.CONFORM_SHOW_SECRETS === '1'

/** One that was sent with secrets holds them only where the run was told to show them, and says so. */
export const curlOf = (
  baseUrl: string,
  { method, url, headers, body }: SentRequest,
  isWhole = showsSecrets(),
): string => {
  const line = (maskText: (text: string) => string, mask: (name: string, value: string) => string) =>
    [
      'curl',
      ...(method === 'HEAD' ? ['--head'] : ['-i', '-X', method]),
      baseUrl + maskText(url),
      ...[...headers].flatMap(([name, value]) => ['-H', `${name}: ${mask(name, value)}`]),
      ...(body === undefined ? [] : ['--data-raw', maskText(body)]),
    ]
      .map(quoted)
      .join(' ')
  const whole = line(
    (text) => text,
    (_, value) => value,
  )
  if (isWhole) return whole
  const masked = line(
    (text) => maskBody(text, published),
    (name, value) => maskHeader(name, value, published),
  )
  return masked.includes('…') && masked !== whole
    ? `${masked} # secrets are cut short: --show-secrets leaves them whole`
    : masked
}
