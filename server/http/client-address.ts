// Who is at either end of a connection.
import type { Socket } from 'node:net'
import type { Request } from 'express'
import ipaddr from 'ipaddr.js'
import { remember } from '../model/remember.ts'

/**
 * Whose request it is: of the connection, or what trusted proxies say in `X-Forwarded-For`, from the last one back. Ports
 * are dropped. Where a proxy says what cannot be read, its own address counts, and `report.unreadable` is told; `report.untrusted`, where somebody
 * says anything whose word does not count. `Forwarded` (RFC 7239) and other headers count for nothing: a proxy that does not know them hands on what
 * the client wrote.
 */
export const senderAddress = (
  req: Request,
  report: { unreadable(said: string): void; untrusted(peer: string): void },
): string | undefined => {
  let address = req.socket.remoteAddress
  const header = req.headers['x-forwarded-for']
  if (header === undefined) return address
  const said = [header].flat().join(',')
  if (said.trim() === '') return address
  const isTrusted = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean
  if (address && !isTrusted(address, 0)) report.untrusted(address)
  for (const [hop, text] of said.split(',').reverse().entries()) {
    if (!address || !isTrusted(address, hop)) return address
    const next = withoutPort(text.trim())
    if (next === undefined) {
      report.unreadable(text.trim())
      return address
    }
    address = next
  }
  return address
}

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:443`; undefined for what is no address. */
const withoutPort = (text: string): string | undefined => {
  const [, v4] = /^(\d+\.\d+\.\d+\.\d+)(?::\d{1,5})?$/.exec(text) ?? []
  if (v4) return ipaddr.IPv4.isValidFourPartDecimal(v4) ? v4 : undefined
  const v6 = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text
  return v6.includes(':') && ipaddr.IPv6.isValid(v6) ? v6 : undefined
}

/**
 * Whom limits and sessions count as one caller. The canonical form of an address: IPv4 also where it comes mapped into IPv6, and an IPv6 address cut to its /64,
 * which is the least that one customer gets (RFC 6177). Anything else is one shared caller.
 */
export const callerAddress = (address: string | undefined): string => canonicalAddress(address ?? '')

const canonicalAddress = remember(1000, (address) => {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4)
  return `${new ipaddr.IPv6([...parts, 0, 0, 0, 0]).toString()}/64`
})

/** Where the request arrived, as an address for this machine: behind a proxy it is still this very process. */
export const ownUrl = ({ localAddress = '127.0.0.1', localPort }: Pick<Socket, 'localAddress' | 'localPort'>): string =>
  `http://${hostOf(localAddress)}:${localPort}`

const hostOf = remember(100, (address) => {
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv6' ? `[${parsed.toString()}]` : parsed.toString()
})
