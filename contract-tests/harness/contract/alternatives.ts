// Security alternatives: the security requirements that an operation declares, and which of them a request took.
import type { OperationId } from '../../../generated/operations.ts'
import { declared, securityScheme } from './contract.ts'
import type { Fields } from './fields.ts'

/** The security requirement of whoever needs to be nobody. */
export const open = 'none'

/** The names of an operation's security requirements; schemes that are needed together are joined by a plus sign. */
export const alternativesOf = (id: OperationId): readonly string[] => {
  const { security } = declared.get(id)!
  return security.length === 0 ? [open] : security.map(nameOf)
}

const nameOf = (schemes: readonly string[]): string => schemes.join('+') || open

/** What of a request can carry a credential. */
export interface Carrier {
  readonly headers: Fields
  readonly cookies: Readonly<Record<string, string>>
}

/**
 * The security requirement that a request tries: the one it shows most credentials for; of equals the one that needs no others, then the
 * first, as servers read the Authorization header before a cookie. A request that shows none tries the open one, or the first security requirement where none is open.
 */
export const triedBy = (id: OperationId, carrier: Carrier): string => {
  const { security } = declared.get(id)!
  const requirements = security.length === 0 ? [[]] : security
  const shown = (schemes: readonly string[]) => schemes.filter((scheme) => carries(scheme, carrier)).length
  const isCloser = (requirement: readonly string[], than: readonly string[]) =>
    shown(requirement) > shown(than) ||
    (shown(requirement) > 0 && shown(requirement) === shown(than) && requirement.length < than.length)
  const first = requirements.find((requirement) => requirement.length === 0) ?? requirements[0]!
  return nameOf(requirements.reduce((most, requirement) => (isCloser(requirement, most) ? requirement : most), first))
}

const carries = (name: string, { headers, cookies }: Carrier): boolean => {
  const scheme = securityScheme(name)
  if (scheme.type === 'http') {
    const shown = (headers.get('authorization') ?? '').toLowerCase()
    return shown.startsWith(`${scheme.scheme ?? ''} `) || (scheme['x-dpop'] === true && shown.startsWith('dpop '))
  }
  if (scheme.in === 'cookie') return scheme.name! in cookies
  return scheme.in === 'header' ? headers.has(scheme.name!) : headers.has('authorization')
}
