/** How often something may be tried in one window. `name` is said to the caller. */
export interface Limit {
  readonly name: string
  readonly max: number
  readonly windowSeconds: number
  /** The window ends so long after the last try that counted, not the first: no stretch of that length holds more. */
  readonly slides?: true
  /** Of failures in a row: the first pause is as long as the window, and each further failure doubles it, up to this. */
  readonly longestPauseSeconds?: number
}

/** How near somebody is to a limit. */
export interface LimitState {
  readonly name: LimitName
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** As an answer says it. */
export const limitHeaders = ({ limit, remaining, resetSeconds }: LimitState) => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(resetSeconds),
})

const minute = 60
const quarter = 15 * minute
const hour = 60 * minute
const day = 24 * hour

/**
 * Counters are durable and shared by all instances and surfaces. What is counted belongs to one user, mailbox or address:
 * nobody can use up what others need.
 */
export const limits = {
  /** Wrong passwords of one user. */
  signInPerUser: { name: 'sign-ins of one user', max: 10, windowSeconds: quarter },
  /** Wrong passwords from one address, over all users: one password tried on many. */
  signInPerIp: { name: 'sign-ins from one address', max: 40, windowSeconds: quarter },
  /** Wrong passwords of one user with no right one in between, however long it takes (NIST SP 800-63B-4 section 3.2.2). */
  passwordsInARow: {
    name: 'wrong passwords in a row',
    max: 100,
    windowSeconds: minute,
    longestPauseSeconds: day,
  },
  signUpPerIp: { name: 'sign-ups from one address', max: 10, windowSeconds: hour },
  providerFlowsPerIp: { name: 'sign-ins with a provider from one address', max: 100, windowSeconds: 10 * minute },
  /** Mails that anybody may ask for, to one address: of one kind, over all surfaces and applications of a tenant. */
  mailsOfOneKind: { name: 'mails of one kind to one mailbox', max: 1, windowSeconds: minute, slides: true },
  /** The same of all kinds together. */
  mailsPerMailbox: { name: 'mails to one mailbox', max: 6, windowSeconds: hour, slides: true },
  /** Warnings of guesses: apart from the mails that strangers can ask for, so that those do not use them up. */
  warningsPerMailbox: { name: 'warnings to one mailbox', max: 3, windowSeconds: hour },
  invitationsPerInviter: { name: 'invitations by one inviter', max: 100, windowSeconds: hour },
  mailsPerIp: { name: 'mails asked for from one address', max: 30, windowSeconds: hour },
  /** Wrong codes from one address, over all users. */
  codeTriesPerIp: { name: 'codes tried from one address', max: 30, windowSeconds: quarter },
  /** Passkeys that were not accepted, from one address. */
  passkeysPerIp: { name: 'passkeys tried from one address', max: 40, windowSeconds: quarter },
  /** Devices that ask to be let in, from one address. */
  deviceCodesPerIp: { name: 'devices from one address', max: 60, windowSeconds: quarter },
  /** Requests that public clients push, from one address: each is kept for an hour. */
  pushedRequestsPerIp: { name: 'pushed requests from one address', max: 300, windowSeconds: quarter },
  /** Wrong codes of devices typed at one address: one in 25 billion is right. */
  userCodesPerIp: { name: 'codes of devices from one address', max: 20, windowSeconds: quarter },
  /** Wrong codes at one mailed code from one address: it is dead there, and alive for who asked for it. */
  triesOfOneCode: { name: 'tries at one code from one address', max: 5, windowSeconds: 10 * minute },
  /** Wrong mailed codes of one user in a row. The pauses are short, as a code may be the only way to a new password. */
  codesInARow: { name: 'wrong codes in a row', max: 100, windowSeconds: minute, longestPauseSeconds: hour },
  /** Wrong second factors, over all tickets and surfaces: whoever knows the password gets no more by asking again. */
  secondFactorPerUser: { name: 'second factors of one user', max: 20, windowSeconds: hour, slides: true },
  /** The same from addresses that no good session of the user is at: the rest is left to the owner. */
  secondFactorElsewhere: {
    name: 'second factors of one user from elsewhere',
    max: 10,
    windowSeconds: hour,
    slides: true,
  },
  secondFactorsInARow: {
    name: 'wrong second factors in a row',
    max: 100,
    windowSeconds: minute,
    longestPauseSeconds: day,
  },
  /** Calls with a publishable key and nobody's token: the key stands in every web page. */
  keyCallsPerIp: { name: 'calls with this key from one address', max: 600, windowSeconds: minute },
  /** Calls of somebody signed in, and of a key or machine: counted in memory, by instance. */
  callsPerUser: { name: 'calls of one user', max: 600, windowSeconds: minute },
  callsPerKey: { name: 'calls of one key', max: 6000, windowSeconds: minute },
  registrationsPerIp: { name: 'registrations of clients from one address', max: 30, windowSeconds: hour },
  /** Whoever names an address has us ask there. What was just asked for, and what still counts, costs nothing. */
  clientDocumentsPerIp: { name: 'documents of clients from one address', max: 60, windowSeconds: hour },
  checkEmailPerIp: { name: 'email look-ups from one address', max: 30, windowSeconds: minute },
  /** Public profiles, so that nobody reads all of them by trying ids. */
  profilesPerIp: { name: 'profiles from one address', max: 120, windowSeconds: minute },
} satisfies Record<string, Limit>

export type LimitName = keyof typeof limits
export type Limits = { readonly [name in LimitName]: Limit }

/** Those that count failures with no success in between. */
export type StreakName = Extract<LimitName, `${string}InARow`>

/** After so many failures in a row the owner is told. */
export const failuresToTell = 10
