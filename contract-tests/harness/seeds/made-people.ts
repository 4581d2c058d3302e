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
export type Make = (surface: 'account' | 'app', person: Person) => Promise<Wire['SessionTokens'] | undefined>

export const makeProven =
  (must: Must): Make =>
  async (surface, { email, password, ...more }) => {
    if (isAbsent('service.createUser') || Object.keys(more).length > 0) return undefined
    const { body } = await must('service.createUser', { body: { surface, email, password, verified: true } })
    const { accessToken, refreshToken, expiresIn } = (body as Wire['SandboxSignedIn']).tokens
    return { access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer', expires_in: expiresIn }
  }
