// Passkeys of the people of a case.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import type { Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import type { Seeds } from './seeds.ts'

export type Authenticator = ReturnType<typeof createAuthenticator>

const creation = (exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']).public_key

/** Adds a passkey for whoever holds the bearer: at the platform, or as a person of accounts. Answers its id. */
export const addPasskey = async (
  seeds: Seeds,
  door: 'account' | 'platform',
  bearer: string,
  device: Authenticator,
  odd: Odd = {},
) => {
  const begun = await seeds.call(`${door}.beginPasskey` as 'account.beginPasskey', { bearer })
  const { public_key, data } = (begun?.body ?? { public_key: creation }) as {
    readonly public_key?: Wire['PasskeyCreationOptions']
    readonly data?: Wire['PasskeyCreationOptions']
  }
  const credential = device.create(public_key ?? data ?? creation, odd)
  const body = { name: 'Laptop', credential }
  const added = await seeds.call(`${door}.addPasskey` as 'account.addPasskey', { bearer, body })
  if (added) expect(added.status, added.text).toBeLessThan(300)
  const made = (added?.body ?? {}) as { readonly id?: string; readonly data?: { readonly id: string } }
  return made.data?.id ?? made.id
}
