import type { AuthSettings } from './environment.ts'

/** What holds in an environment until its owner says otherwise. */
export const defaultSettings: AuthSettings = {
  requireEmailVerification: false,
  disableSignUp: false,
  passwordMinLength: 8,
  requireNumber: false,
  requireLowercase: false,
  requireUppercase: false,
  requireSpecialChar: false,
  verifyEmailMethod: 'code',
  resetPasswordMethod: 'code',
  verifyEmailRedirectTo: null,
  resetPasswordRedirectTo: null,
  signInRedirectTo: null,
  allowedRedirectUrls: [],
  checkEmail: 'open',
  clientRegistration: null,
  requireSecondFactor: 'off',
  rememberDeviceDays: 0,
  clientMetadataDocuments: null,
}

/** Those whose sessions are told apart: of the oauth surface there are two kinds beside the account surface's. */
export type SurfaceName = 'account' | 'app' | 'platform' | 'project' | 'openid' | 'browser'

/** What a surface asks of a session. Values handed to the core, which knows no surface by name. */
export interface Policy {
  readonly surface: SurfaceName
  /** How access tokens name a user: this and the id (RFC 9068 section 2.2). */
  readonly subjectPrefix: string
  /** What access tokens call themselves; null where they do not. */
  readonly tokenType: string | null
  /** Whether sign-up makes an organization of one's own and sessions start in one, or people choose. */
  readonly organizations: 'own' | 'chosen'
  /** Life of an access token at our own endpoints. */
  readonly accessSeconds: number
  /** Life of a refresh token that nobody uses. */
  readonly idleSeconds: number
  /** Life of a session, however often it is refreshed. */
  readonly absoluteSeconds: number
  /** What proves an address or allows a new password: links, or what the environment's settings say. */
  readonly proofMethod: 'link' | 'configured'
  /** Where its links are good, beside the pages that they lead to: where its own wire takes none, at another one. */
  readonly proofSurface: SurfaceName
  /** Whose requests come: those of people's own devices, or of backends that ask for everybody. */
  readonly askedBy: 'people' | 'backends'
}

const day = 24 * 60 * 60

/** Lifetimes: see ARCHITECTURE.md. Tokens for another audience live 15 minutes everywhere. */
export const policies = {
  account: {
    surface: 'account',
    subjectPrefix: 'uid_',
    tokenType: null,
    organizations: 'own',
    accessSeconds: 3600,
    idleSeconds: 14 * day,
    absoluteSeconds: 90 * day,
    proofMethod: 'link',
    proofSurface: 'account',
    askedBy: 'people',
  },
  app: {
    surface: 'app',
    subjectPrefix: '',
    tokenType: 'app_user',
    organizations: 'chosen',
    accessSeconds: 900,
    idleSeconds: 7 * day,
    absoluteSeconds: 7 * day,
    proofMethod: 'link',
    proofSurface: 'app',
    askedBy: 'backends',
  },
  platform: {
    surface: 'platform',
    subjectPrefix: '',
    tokenType: 'platform',
    organizations: 'chosen',
    accessSeconds: 900,
    idleSeconds: 7 * day,
    absoluteSeconds: 7 * day,
    proofMethod: 'link',
    proofSurface: 'account',
    askedBy: 'backends',
  },
  project: {
    surface: 'project',
    subjectPrefix: '',
    tokenType: null,
    organizations: 'own',
    accessSeconds: 900,
    idleSeconds: 7 * day,
    absoluteSeconds: 90 * day,
    proofMethod: 'configured',
    proofSurface: 'project',
    askedBy: 'people',
  },
  /** Clients that registered themselves: their tokens say who somebody is, and do nothing here in their name. */
  openid: {
    surface: 'openid',
    subjectPrefix: 'uid_',
    tokenType: null,
    organizations: 'chosen',
    accessSeconds: 3600,
    idleSeconds: 14 * day,
    absoluteSeconds: 90 * day,
    proofMethod: 'link',
    proofSurface: 'account',
    askedBy: 'people',
  },
  /** A browser at our own pages: who is signed in there signs in to the next client without a password. It has no tokens. */
  browser: {
    surface: 'browser',
    subjectPrefix: 'uid_',
    tokenType: null,
    organizations: 'chosen',
    accessSeconds: 0,
    idleSeconds: 7 * day,
    absoluteSeconds: 7 * day,
    proofMethod: 'link',
    proofSurface: 'account',
    askedBy: 'people',
  },
} satisfies Record<SurfaceName, Policy>

/** By which a client's people sign in. */
export const policyOfClient = ({ registrationHash }: { readonly registrationHash: string | null }): Policy =>
  registrationHash === null ? policies.account : policies.openid

/** The most that a client may say its access tokens live. */
export const longestAccessSeconds = day

/** An administrator's session is not refreshed: they come again by a new code. */
export const adminSessionSeconds = 3600

/** Nobody can call back a token at a resource server, so it lives this long at most. */
export const audienceTokenSeconds = 900

/** How old a DPoP proof may be, and how far its clock may be ahead of ours (RFC 9449 section 11.1). */
export const dpopProofSeconds = { past: 60, future: 15 }

/** How long a nonce for proofs is given out; it is taken for as long again. */
export const dpopNonceSeconds = 300

/** How long a device may wait for somebody to let it in, and between two of its questions at first (RFC 8628 section 3.2). */
export const deviceCodeSeconds = 600
export const devicePollSeconds = 5

/** From the sign-in page to the app that redeems it (RFC 6749 section 4.1.2). */
export const authorizationCodeSeconds = 60

/** How long a used refresh token still gives its successor: parallel tabs, lost answers. */
export const refreshGraceMs = 10_000

/** How long an answer that nobody has seen anything of is given again, to who asked for it, and how often for a session. */
export const lostAnswerMs = 10 * 60_000
export const lostAnswerEveryMs = 60 * 60_000

/** How long a proof of who somebody is lets their session change how they sign in. */
export const freshSeconds = 600
