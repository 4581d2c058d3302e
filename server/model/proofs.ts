import type { EmailMethod } from './environment.ts'
import type { SurfaceName } from './policies.ts'
import type { MailKind } from './mail.ts'

/** What somebody who reads an address's mail may do with a link or a code, and nothing else. */
export type ProofPurpose =
  'verify_email' | 'magic_link' | 'sign_in_code' | 'reset_password' | 'change_address' | 'not_me'

interface ProofRule {
  /** Lives, in seconds. */
  readonly linkSeconds: number
  readonly codeSeconds: number
  /** Where its link leads, below PUBLIC_URL. */
  readonly page: string
  /** Null where it goes with mails of many kinds. */
  readonly mail: { readonly link?: MailKind; readonly code?: MailKind } | null
  /** Whose older ones a new one makes worthless: those of the address, of the person, or nobody's. */
  readonly replaces: 'of_address' | 'of_person' | 'none'
  /** Whether it is good for a user who has the address no more, and after a new password. */
  readonly outlivesAddress: boolean
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

const usual = { replaces: 'of_address', outlivesAddress: false } as const

/** Lifetimes: see ARCHITECTURE.md. */
export const proofRules = {
  verify_email: {
    ...usual,
    linkSeconds: 24 * hour,
    codeSeconds: 10 * minute,
    page: '/auth/verify',
    mail: { link: 'verify_email_link', code: 'verify_email_code' },
  },
  magic_link: {
    ...usual,
    linkSeconds: 15 * minute,
    codeSeconds: 10 * minute,
    page: '/auth/sign-in-with-token',
    mail: { link: 'magic_link' },
  },
  // Asked for by address alone, also by who is new: see `signInWithCode`. It is mailed as a code and never as a link.
  sign_in_code: {
    ...usual,
    linkSeconds: 10 * minute,
    codeSeconds: 10 * minute,
    page: '/auth/sign-in',
    mail: { code: 'sign_in_code' },
  },
  reset_password: {
    ...usual,
    linkSeconds: hour,
    codeSeconds: 10 * minute,
    page: '/auth/reset-password',
    mail: { link: 'reset_password_link', code: 'reset_password_code' },
  },
  // Who asks is somebody else than who has the address: nobody may retire another person's.
  change_address: {
    linkSeconds: hour,
    codeSeconds: 10 * minute,
    page: '/auth/change-email',
    mail: { link: 'change_address_link' },
    replaces: 'of_person',
    outlivesAddress: true,
  },
  not_me: {
    linkSeconds: 7 * day,
    codeSeconds: 10 * minute,
    page: '/auth/not-me',
    mail: null,
    replaces: 'none',
    outlivesAddress: true,
  },
} as const satisfies Record<ProofPurpose, ProofRule>

/** How long after it was mailed what proves an address may sign in, too. A magic link is good no longer than that. */
export const signInSeconds = hour

/** How long the token is good that a reset code is exchanged for. */
export const exchangedSeconds = 15 * minute

/** A code is dead after so many wrong tries from all addresses together; for each address, see `triesOfOneCode`. */
export const codeTries = 20

/** Of them from addresses that no good session of the owner uses: the rest is left to who asked for it. */
export const codeTriesElsewhere = 15

/** What one-time tokens are kept under: a code is never taken for a link, nor tried at by links. */
export const storedPurpose = (purpose: ProofPurpose, method: EmailMethod): string => `${purpose}:${method}`

const methods: readonly EmailMethod[] = ['link', 'code']

export const storedPurposesOf = (purpose: ProofPurpose): string[] =>
  methods.map((method) => storedPurpose(purpose, method))

/** What a right password gives where a second factor has to follow: good at the surface it was given at. */
export const secondFactorPurpose = (surface: SurfaceName): string => `second_factor:${surface}`

/** What a browser keeps that is spared the second factor. */
export const rememberedDevicePurpose = 'remembered_device'

/** What a provider has vouched for, and the session that asked has yet to take. */
export const linkPurpose = 'link_identity'

const surfaces: readonly SurfaceName[] = ['account', 'app', 'platform', 'project']

/** Of tickets at whichever surface. */
export const ticketPurposes: readonly string[] = surfaces.map(secondFactorPurpose)

/** All that a new password or a new address makes worthless: a thief's must not take away the way back. */
export const allStoredPurposes: readonly string[] = [
  ...(Object.keys(proofRules) as ProofPurpose[]).filter((purpose) => purpose !== 'not_me').flatMap(storedPurposesOf),
  ...ticketPurposes,
  rememberedDevicePurpose,
  linkPurpose,
]
