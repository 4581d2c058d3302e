// People whom the sandbox makes at one stroke. That somebody can sign up and prove their address is for the cases of those operations
// to ask: a world is made of people who have.
import type { Wire } from '../../../generated/operations.ts'
import type { Person } from '../fixtures/people.ts'
import { isAbsent } from '../requests/selection.ts'
import type { Must } from './mail.ts'

/**
 * Makes somebody of the sandbox's own environment who has proven their address, signed in. Nobody where the server has no such operation, or
 * where more is said of the person than it takes: they sign up.
 */
export type Make = (surface: 'account' | 'app', person: Person) => Promise<Made | undefined>

export type Made = Wire['SessionTokens'] & { readonly user: Wire['SandboxUser'] }

/** Who registers a tenant. */
export type Founder = Person & { readonly tenantName: string; readonly tenantSlug: string }

/** The same for the owner of a new tenant. */
export type Found = (founder: Founder) => Promise<Made | undefined>

export interface Makers {
  readonly make: Make
  readonly found: Found
}

export const makersOf = (must: Must): Makers => ({
  make: async (surface, { email, password, ...more }) => {
    if (isAbsent('service.createUser') || Object.keys(more).length > 0) return undefined
    const { body } = await must('service.createUser', { body: { surface, email, password, verified: true } })
    return madeOf(body)
  },
  found: async ({ email, password, tenantName, tenantSlug, ...more }) => {
    if (isAbsent('service.createUser') || Object.keys(more).length > 0) return undefined
    const tenant = { name: tenantName, slug: tenantSlug }
    const made = { surface: 'platform', email, password, verified: true, tenant } as const
    return madeOf((await must('service.createUser', { body: made })).body)
  },
})

/** Where the owner of a server reads the mail, people come as they do there. */
export const noMakers: Makers = { make: () => Promise.resolve(undefined), found: () => Promise.resolve(undefined) }

const madeOf = (body: unknown): Made => {
  const { user, tokens } = body as Wire['SandboxSignedIn']
  const { accessToken, refreshToken, expiresIn } = tokens
  return { access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer', expires_in: expiresIn, user }
}
