// What the cases of mailed links share.
import { expect } from 'vitest'
import type { Answer } from '../harness/contract.ts'
import type { Person } from '../harness/people.ts'
import { demo } from '../harness/people.ts'

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
