// Who vouches for administrators of a project.
import type { Config } from './config.ts'
import { sandboxAdminIssuer } from './identity/administration/project-admin.ts'
import { createAdminCodes } from './outside/admin-codes.ts'
import type { Clock } from './outside/clock.ts'
import type { Keyring } from './outside/keyring.ts'

/** In the sandbox the service vouches for administrators itself, with its own keys. */
export const openAdminCodes = (config: Config, keyring: Keyring, clock: Clock) => {
  if (config.adminIssuer) {
    const { issuer, audience, keys } = config.adminIssuer
    const held = keys instanceof URL ? keys : () => Promise.resolve({ keys: [...keys.keys] } as never)
    return createAdminCodes({ issuer, audience, keys: held, clock })
  }
  if (config.mode === 'production') return null
  const keys = async () => ({ keys: await keyring.published() }) as never
  return createAdminCodes({ ...sandboxAdminIssuer(config), keys, clock })
}
