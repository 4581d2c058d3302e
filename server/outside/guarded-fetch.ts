// The one place that asks addresses which strangers name: keys and descriptions of clients, receivers of their logouts. What comes
// back is data, the refusal too: nobody is led into our own network, to another address, or kept waiting.
import { type LookupAddress, lookup } from 'node:dns'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { request as requestPlain } from '../model/node-http.ts'

export interface OutsideRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type OutsideAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: string
    }
  | { readonly kind: 'refused'; readonly why: OutsideRefusal }

/** Whose fault it is that nothing came. */
export type OutsideRefusal =
  'not_https' | 'private_address' | 'unknown_host' | 'redirect' | 'too_long' | 'too_slow' | 'unreachable'

export type GuardedFetch = (url: string, request?: OutsideRequest) => Promise<OutsideAnswer>

export interface Guard {
  /** This machine, also by http: for the sandbox. */
  readonly allowsLoopback: boolean
  /** Names of hosts that may be anywhere: for the sandbox, where they are in a network beside it. */
  readonly trustedHosts?: readonly string[]
  readonly maxBytes?: number
  /** Milliseconds, from the name's look-up to the last byte. */
  readonly maxMs?: number
  /** All addresses of a name. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>
}

const resolveAll = (hostname: string): Promise<readonly string[]> =>
  new Promise((resolve, reject) =>
    lookup(hostname, { all: true, verbatim: true }, (error, found: LookupAddress[]) =>
      error ? reject(error) : resolve(found.map(({ address }) => address)),
    ),
  )

const refused = (why: OutsideRefusal): OutsideAnswer => ({ kind: 'refused', why })

export const createGuardedFetch = ({
  allowsLoopback,
  trustedHosts = [],
  maxBytes = 64 * 1024,
  maxMs = 5000,
  resolve = resolveAll,
}: Guard): GuardedFetch => {
  const mayReach = (hostname: string, address: string): boolean => {
    const range = rangeOf(address)
    return range === 'unicast' || (allowsLoopback && (range === 'loopback' || trustedHosts.includes(hostname)))
  }

  return async (text, { method = 'GET', headers = {}, body } = {}) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isSecure = url?.protocol === 'https:'
    if (!url || (!isSecure && !(allowsLoopback && url.protocol === 'http:')) || url.username || url.password) {
      return refused('not_https')
    }
    const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const signal = AbortSignal.timeout(maxMs)
    const found = await within(signal, isIP(hostname) ? Promise.resolve([hostname]) : resolve(hostname))
    if (found === 'too_slow') return refused('too_slow')
    if (found === 'failed' || found.length === 0) return refused('unknown_host')
    const [address] = found
    // All of them have to be good: which one is taken is not for whoever answers for the name to play with.
    if (address === undefined || !found.every((one) => mayReach(hostname, one))) return refused('private_address')
    if (!isSecure && rangeOf(address) !== 'loopback') return refused('not_https')
    const options: RequestOptions = {
      method,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'countersign',
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
      agent: false,
      signal,
      // The address that was looked at, and no other: a name that is asked twice may answer twice.
      lookup: (_hostname, { all }, callback) => {
        const family = isIP(address)
        if (all) callback(null, [{ address, family }])
        else callback(null, address, family)
      },
    }
    const response = await new Promise<IncomingMessage | 'failed'>((settle) => {
      const sending = (isSecure ? requestSecure : requestPlain)(url, options, settle)
      sending.on('error', () => settle('failed'))
      // A server that changes to another protocol gets no answer read, and no error is said of it.
      sending.on('close', () => settle('failed'))
      sending.end(body)
    })
    if (response === 'failed') return refused(signal.aborted ? 'too_slow' : 'unreachable')
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400) {
      response.destroy()
      return refused('redirect')
    }
    const read = await readAtMost(response, maxBytes)
    if (read === 'failed') return refused(signal.aborted ? 'too_slow' : 'unreachable')
    if (read === 'too_long') return refused('too_long')
    const said = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')])
    return { kind: 'answered', status, headers: Object.fromEntries(said) as Record<string, string>, ...read }
  }
}

/** IPv4 also where it comes mapped into IPv6. */
const rangeOf = (address: string): string => (ipaddr.isValid(address) ? ipaddr.process(address).range() : 'invalid')

const within = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T | 'too_slow' | 'failed'> => {
  const late = new Promise<'too_slow'>((settle) => signal.addEventListener('abort', () => settle('too_slow')))
  return Promise.race([work.catch(() => 'failed' as const), late])
}

const readAtMost = async (
  response: IncomingMessage,
  max: number,
): Promise<{ readonly body: string } | 'too_long' | 'failed'> => {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.length
      if (length > max) return 'too_long'
      parts.push(part)
    }
  } catch {
    return 'failed'
  }
  return { body: Buffer.concat(parts).toString() }
}
