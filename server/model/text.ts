// What is text to every part of the service: well-formed Unicode without U+0000, which no database keeps.
import { Failure } from './failure.ts'

/** Refuses a value that holds what is no text, among its keys too: JSON can spell half a character, and U+0000. */
export const requireText = (whole: unknown): void => {
  // A stack of its own: a body may be nested deeper than calls may be.
  const open: unknown[] = [whole]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') {
      if (value.includes('\0')) throw new Failure('invalid_request', 'No text may hold U+0000.')
      if (!value.isWellFormed()) throw new Failure('invalid_request', 'Text must be well-formed Unicode.')
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) open.push(key, (value as Record<string, unknown>)[key])
    }
  }
}

/** What no name holds that others are shown: controls, characters of no width, and what turns the text around it. */
export const unseen = /[\p{Cc}\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu
