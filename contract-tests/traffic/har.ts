// Reads a HAR file (HTTP Archive 1.2), as browsers, Playwright and proxies write it.
import { readFileSync } from 'node:fs'
import type { Seen } from './exchange.ts'

interface Pair {
  readonly name: string
  readonly value: string
}

/** What of an entry is read. Whoever writes one leaves out what it does not know. */
interface Entry {
  readonly request?: {
    readonly method?: string
    readonly url?: string
    readonly headers?: readonly Pair[]
    readonly postData?: { readonly text?: string; readonly params?: readonly Partial<Pair>[] }
  }
  readonly response?: {
    readonly status?: number
    readonly headers?: readonly Pair[]
    readonly content?: { readonly size?: number; readonly text?: string; readonly encoding?: string }
    readonly bodySize?: number
  }
}

/** An entry that can be held to the contract, or why it cannot. */
export type Read = Seen | { readonly lack: string }

const pairsOf = (pairs: readonly Pair[] = []) => pairs.map(({ name, value }) => [String(name), String(value)] as const)

const bodyOf = ({ postData }: NonNullable<Entry['request']>): string | undefined =>
  postData?.text ??
  (postData?.params &&
    new URLSearchParams(postData.params.map(({ name = '', value = '' }) => [name, value])).toString())

/** Undefined where there was a text, and nobody took it down. */
const textOf = ({ content = {}, bodySize = 0 }: NonNullable<Entry['response']>): string | undefined => {
  const { text, encoding, size = 0 } = content
  if (text === undefined) return size > 0 || bodySize > 0 ? undefined : ''
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text
}

const readEntry = ({ request, response }: Entry, baseUrl: string | undefined): Read => {
  const address = URL.parse(request?.url ?? '')
  if (!request || !response || !address) return { lack: 'it has no request, no answer or no address' }
  const base = baseUrl ?? address.origin
  const isThere = address.href === base || address.href.startsWith(`${base}/`) || address.href.startsWith(`${base}?`)
  if (!isThere) return { lack: `it was sent elsewhere than to ${base}` }
  // As browsers write it where the page was left, or the request was kept from going out.
  if (!response.status || response.status < 100) return { lack: 'no answer came' }
  const text = textOf(response)
  if (text === undefined) return { lack: 'the body of its answer was not recorded' }
  return {
    method: String(request.method).toUpperCase(),
    baseUrl: base,
    url: address.href.slice(base.length).split('#')[0]!,
    headers: pairsOf(request.headers),
    body: bodyOf(request),
    answer: { status: response.status, headers: pairsOf(response.headers), text },
  }
}

/** The entries of a file, of one server where its URL is given. Throws with a sentence where it is something else. */
export const readHar = (path: string, baseUrl: string | undefined): readonly Read[] => {
  const har = JSON.parse(readFileSync(path, 'utf8')) as { readonly log?: { readonly entries?: unknown } } | null
  const entries = har?.log?.entries
  if (!Array.isArray(entries)) throw new Error('it holds no "log" with "entries"')
  const base = baseUrl && new URL(baseUrl).href.replace(/\/+$/, '')
  return (entries as (Entry | null)[]).map((entry) => readEntry(entry ?? {}, base || undefined))
}
