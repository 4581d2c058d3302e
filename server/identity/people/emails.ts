import { canonicalEmail } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'

/** The canonical form of an address, or `invalid_request`. */
export const requireEmail = (text: string): string => {
  const email = canonicalEmail(text)
  if (!email) throw new Failure('invalid_request', 'email: must be an email address')
  return email
}
