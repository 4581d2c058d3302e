// What the cases of mailed links share.
import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { type Case, given } from '../harness/dsl/index.ts'
import { type Person, alice, demo } from '../harness/fixtures/people.ts'
import type { Csrf } from '../harness/seeds/seeds.ts'

/** Registered for the sandbox's client. */
export const onward = 'http://localhost:3000/callback'

/** A browser that shows pages. */
export const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

export const asked = ({ email }: Person) => ({ client_id: demo.clientId, email })

/** AC-045: kept by nobody, and named to nobody. */
export const expectSecretPage = ({ headers }: Answer): void => {
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
}

/** What every operation refuses that mails a link to an address. */
export const refusedMails: Readonly<Record<string, Case<'account.sendMagicLink', unknown>>> = {
  'refuses a body without an email': {
    send: { body: { client_id: demo.clientId } as never },
    expect: { error: 'invalid_request', detail: 'email: is missing' },
  },
  'refuses a redirect that is not registered for the client': {
    send: { body: { ...asked(alice), redirect_uri: `${onward}/evil` } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses a redirect that is a script': {
    send: { body: { ...asked(alice), redirect_uri: 'javascript:alert(1)' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses an unknown client': {
    send: { body: { ...asked(alice), client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that the client does not allow': {
    send: { headers: { origin: 'https://evil.example' }, body: asked(alice) },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses a browser whose CSRF token does not match': given<'account.sendMagicLink', Csrf>((seeds) => seeds.csrf(), {
    send: ({ session }) => ({ cookies: { csrf_session: session }, body: { ...asked(alice), csrf_token: 'another' } }),
    expect: { error: 'csrf_mismatch' },
  }),
}
