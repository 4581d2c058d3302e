import { type Phrase, phrase } from '../pages/html.ts'
import type { Spoken } from '../pages/texts.ts'

const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:'

/** Where a redirect URI leads, for a person. */
export const toDestination = (redirectUri: string, { say }: Spoken): Phrase => {
  const url = new URL(redirectUri)
  return isWeb(url) ? phrase('{{host}}', { host: url.host }) : say('an_app_here', { scheme: url.protocol.slice(0, -1) })
}

/**
 * The same as a source for a form's policy. An address in brackets, or a scheme of an app's own, can be allowed by its scheme
 * only (CSP3 section 2.3.1).
 */
export const toSource = (redirectUri: string): string => {
  const url = new URL(redirectUri)
  return isWeb(url) && !url.hostname.startsWith('[') ? url.origin : url.protocol
}
