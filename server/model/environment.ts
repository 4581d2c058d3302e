/** How mails prove an address or allow a new password. */
export type EmailMethod = 'code' | 'link'

/** Of whom a second factor is required: nobody, who holds the built-in role of administrators, everybody. */
export type FactorRequirement = 'off' | 'administrators' | 'all'

/** What an environment's owner may switch. Defaults are in policies.ts. */
export interface AuthSettings {
  readonly requireEmailVerification: boolean
  readonly disableSignUp: boolean
  readonly passwordMinLength: number
  readonly requireNumber: boolean
  readonly requireLowercase: boolean
  readonly requireUppercase: boolean
  readonly requireSpecialChar: boolean
  readonly verifyEmailMethod: EmailMethod
  readonly resetPasswordMethod: EmailMethod
  readonly verifyEmailRedirectTo: string | null
  readonly resetPasswordRedirectTo: string | null
  readonly signInRedirectTo: string | null
  /** Where sign-ins may end and mailed links may lead, beside the redirect URIs of clients. */
  readonly allowedRedirectUrls: readonly string[]
  /** 'private' gives one fixed answer, so that a look-up tells nothing. */
  readonly checkEmail: 'open' | 'private'
  /** Whether programs register themselves as clients: not, with a key of the application, or all. Null: as the mode says. */
  readonly clientRegistration: 'off' | 'token' | 'open' | null
  readonly requireSecondFactor: FactorRequirement
  /** How long a browser may be spared the second factor; 0 where none is. */
  readonly rememberDeviceDays: number
  /** Whether the address of a document is a client. Null: as the mode says. */
  readonly clientMetadataDocuments: boolean | null
}

/** One stage of an application: its users, keys, roles and settings are its own. */
export interface Environment {
  readonly id: string
  readonly applicationId: string
  readonly tenantId: string
  readonly name: string
  /** False, too, while its application is switched off. */
  readonly isActive: boolean
  readonly settings: AuthSettings
  readonly createdAt: number
  readonly updatedAt: number
}

/** What the settings say in the place of an id where no environment is the project's. */
export const noProject = 'none'

/** Nobody sets up a second factor before they have proven the address: where everybody has to, everybody proves it first. */
export const isProofRequired = ({
  requireEmailVerification,
  requireSecondFactor,
}: Pick<AuthSettings, 'requireEmailVerification' | 'requireSecondFactor'>): boolean =>
  requireEmailVerification || requireSecondFactor === 'all'
