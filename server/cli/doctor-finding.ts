// What the doctor finds.
import { isLoopbackHost } from '../model/origins.ts'

/** What was found out: `wrong` keeps people out, `warning` may be meant. */
export interface Finding {
  readonly name: string
  readonly outcome: 'ok' | 'warning' | 'wrong'
  readonly text: string
}

/** Two clocks too far apart, by how many ms. */
export const wrongClock = (whose: string, ms: number): Finding => ({
  name: 'clock',
  outcome: 'wrong',
  text: `This machine's clock and that of ${whose} are ${Math.round(Math.abs(ms) / 1000)} s apart: tokens and codes would end too soon or too late. Keep both by NTP.`,
})

/** The host of an address, where it is another machine: null for this one, and for a socket in a file. */
export const hostOf = (url: string): string | null => {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return host === '' || isLoopbackHost(host) ? null : host
}
