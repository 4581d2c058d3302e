import type { EmailMethod } from './environment.ts'
import type { SurfaceName } from './policies.ts'
import type { MailKind } from './mail.ts'

/** What somebody who reads an address's mail may do with a link or a code, and nothing else. */
export type ProofPurpose = 'verify_email' | 'magic_link' | 'reset_password'

interface ProofRule {
  /** Lives, in seconds. */
  readonly linkSeconds: number
  readonly codeSeconds: number
  /** Where its link leads, below PUBLIC_URL. */
  readonly page: string
  readonly mail: { readonly link: MailKind; readonly code?: MailKind }
}

const minute = 60
const hour = 60 * minute

/** Lifetimes: see ARCHITECTURE.md. */
export const proofRules = {
  verify_email: {
    linkSeconds: 24 * hour,
    codeSeconds: 10 * minute,
    page: '/auth/verify',
    mail: { link: 'verify_email_link', code: 'verify_email_code' },
  },
  magic_link: {
    linkSeconds: 15 * minute,
    codeSeconds: 10 * minute,
    page: '/auth/sign-in-with-token',
    mail: { link: 'magic_link' },
  },
  reset_password: {
    linkSeconds: hour,
    codeSeconds: 10 * minute,
    page: '/auth/reset-password',
    mail: { link: 'reset_password_link', code: 'reset_password_code' },
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

const surfaces: readonly SurfaceName[] = ['account', 'app', 'platform', 'project']

/** All that a new password or a new address makes worthless. */
export const allStoredPurposes: readonly string[] = [
  ...(Object.keys(proofRules) as ProofPurpose[]).flatMap(storedPurposesOf),
  ...surfaces.map(secondFactorPurpose),
]
