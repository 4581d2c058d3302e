// Whom limits and sessions count as one caller.
import ipaddr from 'ipaddr.js'

/**
 * The canonical form of an address: IPv4 also where it comes mapped into IPv6, and an IPv6 address cut to its /64,
 * which is the least that one customer gets (RFC 6177). Anything else is one shared caller.
 */
export const callerAddress = (address: string | undefined): string => {
  if (!address || !ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const parts = (parsed as ipaddr.IPv6).parts.slice(0, 4)
  return `${new ipaddr.IPv6([...parts, 0, 0, 0, 0]).toString()}/64`
}
