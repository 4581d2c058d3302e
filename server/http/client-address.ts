// Who is at either end of a connection.
import type { Socket } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * Whom limits and sessions count as one caller. The canonical form of an address: IPv4 also where it comes mapped into IPv6, and an IPv6 address cut to its /64,
 * which is the least that one customer gets (RFC 6177). Anything else is one shared caller.
 */
export const callerAddress = (address: string | undefined): string => {
  if (!address || !ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4)
  return `${new ipaddr.IPv6([...parts, 0, 0, 0, 0]).toString()}/64`
}

/** Where the request arrived, as an address for this machine: behind a proxy it is still this very process. */
export const ownUrl = ({
  localAddress = '127.0.0.1',
  localPort,
}: Pick<Socket, 'localAddress' | 'localPort'>): string => {
  const parsed = ipaddr.process(localAddress)
  return `http://${parsed.kind() === 'ipv6' ? `[${parsed.toString()}]` : parsed.toString()}:${localPort}`
}
