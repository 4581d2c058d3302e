// Clients whose id is the address of a document about them (OAuth Client ID Metadata Document, section 3).
import type { Client } from './client.ts'
import { isLoopbackHost } from './origins.ts'

const longest = 512

/** Whether an id is meant as an address, good or not: no other client has a colon in its id. */
export const isDocumentId = (id: string): boolean => /^https?:/i.test(id)

/**
 * One address, in one spelling: https, a path, no query, no fragment, no name or password, and written as every parser would
 * write it, so without dot segments. A query is none of ours: what a site sends back from one is not what its owner says.
 */
export const isDocumentAddress = (text: string, { isSandbox }: { readonly isSandbox: boolean }): boolean => {
  if (text.length > longest || !/^https?:\/\/[!-~]+$/.test(text) || /[?#\\*]/.test(text) || !URL.canParse(text)) {
    return false
  }
  const { href, protocol, hostname, pathname, username, password } = new URL(text)
  const isReachable = protocol === 'https:' || (isSandbox && isLoopbackHost(hostname))
  const isPlain = href === text && username === '' && password === '' && !hostname.endsWith('.')
  return isReachable && isPlain && pathname !== '/'
}

/**
 * What people know a client by: its name; where a document speaks for it, the host that the document is at, because anybody may
 * write any name into one. A host with letters of other scripts is shown as it is looked up, in ASCII.
 */
export const shownNameOf = ({ id, name }: Pick<Client, 'id' | 'name'>): string =>
  isDocumentId(id) && URL.canParse(id) ? new URL(id).host : name
