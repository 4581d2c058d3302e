// Whether what a request says is text that every part of the service reads in the same way: well-formed Unicode without
// U+0000, which no database keeps.
import { isUtf8 } from 'node:buffer'
import { Failure } from '../model/failure.ts'
import { requireText } from '../model/text.ts'

/** Refuses bytes that are not UTF-8 (RFC 3629 section 3): a decoder would put one character in the place of all of them. */
export const requireUtf8 = (bytes: Uint8Array): void => {
  if (!isUtf8(bytes)) throw new Failure('invalid_request', 'Text must be UTF-8.')
}

/** Refuses an address or a form of which an escape is no UTF-8. A `%` that begins no escape is a mere `%`. */
export const requireTextInEscapes = (text: string): void => {
  if (!text.includes('%')) return
  const whole = text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25')
  try {
    requireText(decodeURIComponent(whole))
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('invalid_request', 'Text must be UTF-8.', { cause: error })
  }
}

/** Refuses a header that is not UTF-8: node:http reads each byte as a character. */
export const requireTextInHeader = (value: string | readonly string[] | undefined): void => {
  if (value === undefined) return
  for (const one of typeof value === 'string' ? [value] : value) {
    if (/[\x80-\xff]/.test(one)) requireUtf8(Buffer.from(one, 'latin1'))
  }
}
