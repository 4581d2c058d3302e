import { Failure } from '../../model/failure.ts'
import { isPictureUrl } from '../../model/picture-urls.ts'

/** Refuses with `invalid_request` a picture that no page may load; null and nothing are no picture. */
export const requirePictureUrl = (text: unknown): void => {
  if (text === null || text === undefined) return
  if (typeof text === 'string' && isPictureUrl(text)) return
  throw new Failure('invalid_request', 'The picture must be at an https address, without a name or a password.')
}
