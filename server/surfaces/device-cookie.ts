// The cookie of a browser that is not asked for a second factor. No other site sends it along.
import { secondsRemembered } from '../identity/factors/remembered-devices.ts'
import type { Environment } from '../model/environment.ts'

/** `path` is where the pages of the surface are. */
export const toDeviceCookies = (path: '/oauth2' | '/auth', environment: Environment, device: string | undefined) =>
  device === undefined
    ? []
    : [
        {
          name: 'remembered_device',
          path,
          sameSite: 'Strict' as const,
          httpOnly: true,
          value: device,
          maxAge: secondsRemembered(environment),
        },
      ]
