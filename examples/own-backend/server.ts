// A server of a team's own. What it does not do answers 501, in the words of the contract.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createBackend } from 'countersign/http'
import { type Context, type Own, type Person, personOf, waitlists } from './waitlists.ts'

let offset = 0
const own: Own = { people: new Map(), waits: new Map(), now: () => Date.now() + offset }

const port = Number(process.env.PORT ?? 3200)

const backend = createBackend<Context>({
  publicUrl: `http://127.0.0.1:${port}`,
  own,
  partial: true,
  handlers: {
    account: waitlists,
    service: { getLiveness: async () => ({ status: 200, body: { status: 'alive' } }) },
  },
  schemes: { accountBearer: personOf },
})

/** What world.ts arranges with. It is no part of the contract, and would not stand in a server that people use. */
const arrange = (asked: { reset?: true; seconds?: number; person?: Person }): void => {
  if (asked.reset) {
    own.people.clear()
    own.waits.clear()
    offset = 0
  }
  if (asked.seconds) offset += asked.seconds * 1000
  if (asked.person) own.people.set(asked.person.token, { ...asked.person, until: own.now() + 3_600_000 })
}

const server = createServer(async (req, res) => {
  if (req.url !== '/test/world') return backend(req, res)
  arrange(JSON.parse(await text(req)) as object)
  res.writeHead(204).end()
})
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
