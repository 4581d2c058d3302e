// Where a host was last: a name server that is slow or away takes no database away that has not moved.
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { type LookupFunction, Socket } from 'node:net'

/** How long a name server may take where there is an answer of before, ms. */
const patienceMs = 200

type Answer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void

/** Asks each time, and gives the last answer where the next one fails or takes too long. */
export const createLookup = (
  asking: (host: string, options: LookupAllOptions, done: Answer) => void = lookup,
): LookupFunction => {
  const known = new Map<string, LookupAddress[]>()
  return (host, options, done) => {
    let isTold = false
    const tell: Answer = (error, addresses) => {
      if (isTold) return
      isTold = true
      const [first] = addresses
      if (options.all || !first) done(error, addresses)
      else done(error, first.address, first.family)
    }
    const last = known.get(host)
    const timer = last && setTimeout(() => tell(null, last), patienceMs)
    asking(host, { ...options, all: true }, (error, addresses) => {
      clearTimeout(timer)
      if (!error) known.set(host, addresses)
      tell(last ? null : error, error ? (last ?? []) : addresses)
    })
  }
}

/** Makes sockets that find hosts by `lookup`, for a driver that knows a port and a host, or the path of a socket, alone. */
export const socketBy = (lookup: LookupFunction) => (): Socket => {
  const socket = new Socket()
  const connect = socket.connect.bind(socket)
  const byName = (port: number | string, host?: string) => {
    if (typeof port === 'string') return connect(port)
    return connect({ port, ...(host !== undefined && { host }), lookup })
  }
  return Object.assign(socket, { connect: byName })
}
