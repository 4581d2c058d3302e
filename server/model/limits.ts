/** How often something may be tried in one window. `name` is said to the caller. */
export interface Limit {
  readonly name: string
  readonly max: number
  readonly windowSeconds: number
}

const minute = 60
const quarter = 15 * minute
const hour = 60 * minute

/** Counters are durable and shared by all instances and surfaces. */
export const limits = {
  /** Wrong passwords of one user; evaluated guesses stay below OWASP's and NIST's bounds whatever the address. */
  signInPerUser: { name: 'sign-ins of one user', max: 10, windowSeconds: quarter },
  /** Wrong passwords from one address, over all users: one password tried on many. */
  signInPerIp: { name: 'sign-ins from one address', max: 40, windowSeconds: quarter },
  signUpPerIp: { name: 'sign-ups from one address', max: 10, windowSeconds: hour },
  providerFlowsPerIp: { name: 'sign-ins with a provider from one address', max: 100, windowSeconds: 10 * minute },
  /** Links to one address, each purpose by itself: nobody's mailbox is flooded. */
  linksPerMailbox: { name: 'links mailed to one mailbox', max: 5, windowSeconds: hour },
  /** Codes to one address, all purposes together: with five tries at each, 25 guesses an hour. */
  codesPerMailbox: { name: 'codes mailed to one mailbox', max: 5, windowSeconds: hour },
  invitationsPerInviter: { name: 'invitations by one inviter', max: 100, windowSeconds: hour },
  mailsPerIp: { name: 'mails asked for from one address', max: 30, windowSeconds: hour },
  /** Wrong codes from one address, over all users. */
  codeTriesPerIp: { name: 'codes tried from one address', max: 30, windowSeconds: quarter },
  /** Wrong codes of an authenticator app, over all tickets: whoever knows the password gets no more guesses by asking again. */
  secondFactorPerUser: { name: 'second factors of one user', max: 10, windowSeconds: quarter },
  /** Calls with a publishable key and nobody's token: the key stands in every web page. */
  keyCallsPerIp: { name: 'calls with this key from one address', max: 600, windowSeconds: minute },
  /** The same from all addresses together. */
  keyCalls: { name: 'calls with this key', max: 6000, windowSeconds: minute },
  /** Calls of somebody signed in, and of a key or machine: counted in memory, by instance. */
  callsPerUser: { name: 'calls of one user', max: 600, windowSeconds: minute },
  callsPerKey: { name: 'calls of one key', max: 6000, windowSeconds: minute },
  checkEmailPerIp: { name: 'email look-ups from one address', max: 30, windowSeconds: minute },
  /** Public profiles, so that nobody reads all of them by trying ids. */
  profilesPerIp: { name: 'profiles from one address', max: 120, windowSeconds: minute },
} satisfies Record<string, Limit>

export type LimitName = keyof typeof limits
export type Limits = { readonly [name in LimitName]: Limit }
