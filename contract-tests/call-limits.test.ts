// Where being known is optional, whoever is known has a limit of calls too. The others are in refusals.test.ts.
import type { OperationId } from '../generated/operations.ts'
import { dana } from './harness/seeds/backend.ts'
import { type Case, contract } from './harness/dsl/index.ts'
import { alice, machine } from './harness/fixtures/people.ts'
import { type Sent, basic, form } from './harness/requests/request.ts'
import type { Seeds } from './harness/seeds/seeds.ts'

/** A case of one call too many. */
const tooOften = <K extends OperationId>(
  make: (seeds: Seeds) => Promise<Sent<K>>,
): Record<string, Case<K, unknown>> => ({
  'refuses who is known and calls too often': {
    given: async (seeds) => {
      const sent = await make(seeds)
      seeds.calls(false)
      return sent
    },
    send: (sent) => sent as Sent<K>,
    expect: { error: 'too_many_requests', detail: 'calls of one' },
    inside: 'nobody calls ten thousand times for a test',
  },
})

const byCookie = async (seeds: Seeds) => ({
  cookies: { refresh_token: (await seeds.caller(alice)).tokens.refresh_token ?? 'example' },
})

const byBasic = basic(machine.clientId, machine.clientSecret)

contract('account.refresh', tooOften(byCookie))
contract('account.signOut', tooOften(byCookie))

contract(
  'oauth.issueToken',
  tooOften(() => Promise.resolve({ ...form({ grant_type: 'client_credentials' }), headers: byBasic })),
)
contract(
  'oauth.introspectToken',
  tooOften(() => Promise.resolve({ ...form({ token: 'none' }), headers: byBasic })),
)
contract(
  'oauth.pushAuthorizationRequest',
  tooOften(() => Promise.resolve({ ...form({ response_type: 'code' }), headers: byBasic })),
)
contract(
  'oauth.revokeToken',
  tooOften(() => Promise.resolve({ ...form({ token: 'none' }), headers: byBasic })),
)

contract(
  'platform.logout',
  tooOften(async (seeds) => ({ bearer: (await seeds.platformCaller(dana)).access_token })),
)
contract(
  'project.logout',
  tooOften(async (seeds) => ({ bearer: (await seeds.projectUser(alice)).accessToken })),
)
