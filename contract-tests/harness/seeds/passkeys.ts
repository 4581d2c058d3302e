// Passkeys of the people of a case.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import type { Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import type { Seeds } from './seeds.ts'

export type Authenticator = ReturnType<typeof createAuthenticator>

/** What the example asks to be made. */
export const creation = (exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']).public_key

/** What an authenticator is asked to make for whoever holds the bearer. */
export const creationFor = async (
  seeds: Seeds,
  surface: 'account' | 'app' | 'platform' | 'project',
  by: { readonly bearer: string; readonly headers?: Readonly<Record<string, string>> },
) => {
  const begun = await seeds.call(`${surface}.beginPasskey` as 'account.beginPasskey', by)
  type Options = Wire['PasskeyCreationOptions']
  const { public_key, publicKey, data } = (begun?.body ?? {}) as Record<string, Options | undefined>
  return public_key ?? publicKey ?? data ?? creation
}

/** Adds a passkey for whoever holds the bearer, at one of the surfaces. Answers its id. */
export const addPasskey = async (
  seeds: Seeds,
  surface: 'account' | 'app' | 'platform',
  bearer: string,
  device: Authenticator,
  odd: Odd = {},
  headers: Readonly<Record<string, string>> = {},
) => {
  const by = { bearer, headers }
  const credential = device.create(await creationFor(seeds, surface, by), odd)
  const body = { name: 'Laptop', credential }
  const added = await seeds.call(`${surface}.addPasskey` as 'account.addPasskey', { ...by, body })
  if (added) expect(added.status, added.text).toBeLessThan(300)
  const made = (added?.body ?? {}) as { readonly id?: string; readonly data?: { readonly id: string } }
  return made.data?.id ?? made.id
}

/** Sets up an authenticator app for whoever holds the bearer, at one of these surfaces. Answers its id. */
export const addApp = async (
  seeds: Seeds,
  surface: 'app' | 'platform',
  bearer: string,
  headers: Readonly<Record<string, string>> = {},
) => {
  const by = { bearer, headers }
  const setup = await seeds.call(`${surface}.enableMfa` as 'platform.enableMfa', by)
  const secret = (setup?.body as Wire['MfaSetupAnswer'] | undefined)?.data.secret
  if (secret === undefined) return undefined
  const body = { code: await seeds.totp(secret) }
  await seeds.call(`${surface}.verifyMfaSetup` as 'platform.verifyMfaSetup', { ...by, body })
  const listed = await seeds.call(`${surface}.listAuthenticatorApps` as 'platform.listAuthenticatorApps', by)
  return (listed?.body as Wire['AuthenticatorAppList'] | undefined)?.data[0]?.id
}
