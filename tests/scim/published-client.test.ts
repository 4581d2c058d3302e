// A directory as scim2-client is one, and the checks of scim2-tester: both unchanged, from PyPI. `npm run tools` brings them; CI runs it.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scimClient } from '../../scripts/tools.ts'
import { type TestServer, sender, startReachableServer } from '../server-for-tests.ts'
import { administer } from './directories-for-tests.ts'

/** A result of scim2-tester. */
interface Checked {
  readonly status: string
  readonly check: string
  readonly of: string | null
  readonly reason: string
}

/** What differs, and why: docs/scim.md. */
const differences = [
  // It is always there: that it is gone would let in whom it keeps out.
  ['check_remove_attribute', 'User', "Failed to remove attribute 'active'"],
  // The one address is the primary one, also where it was said not to be.
  ['check_replace_attribute', 'User', "PATCH modify() returned unexpected value for 'emails'"],
  // The name of a member comes with them, which only the service knows.
  ['check_add_attribute', 'Group', "PATCH modify() returned unexpected value for 'members'"],
  ['check_replace_attribute', 'Group', "PATCH modify() returned unexpected value for 'members'"],
]

const run = async (server: TestServer, token: string, program: string, more = {}): Promise<string[]> => {
  const env = { ...process.env, SCIM_URL: `${server.url}/scim/v2`, SCIM_TOKEN: token, ...more }
  const python = join(dirname(scimClient), 'python')
  const { stdout } = await promisify(execFile)(python, [join(import.meta.dirname, 'published-client', program)], {
    env,
  })
  return stdout.trim().split('\n')
}

/** What scim2-tester says of resources of these types. */
const check = async (server: TestServer, token: string, types: readonly string[]) => {
  const lines = await run(server, token, 'check.py', { SCIM_TYPES: types.join(',') })
  const results = lines.map((line) => JSON.parse(line) as Checked)
  const failed = results
    .filter(({ status }) => status !== 'SUCCESS')
    .map((one) => [one.check, one.of, one.reason.split(/\.\n|: /)[0]])
  return { failed, passed: results.length - failed.length }
}

describe.skipIf(!existsSync(scimClient) && !process.env.CI)('a published client', () => {
  let server: TestServer
  let admin: Awaited<ReturnType<typeof administer>>
  beforeAll(async () => {
    server = await startReachableServer()
    admin = await administer(sender(server.url))
  })
  afterAll(() => server.close())

  it('passes every check but those whose difference is written down', async () => {
    const { failed, passed } = await check(server, (await admin.tokenFor()).token, ['User', 'Group'])
    expect(failed).toEqual(differences)
    expect(passed).toBeGreaterThan(60)
  })

  it('passes those of users in an organization, whose groups are built in', async () => {
    const { token } = await admin.tokenFor(await admin.organization('wonderland'))
    const { failed, passed } = await check(server, token, ['User'])
    expect(failed).toEqual(differences.filter(([, type]) => type === 'User'))
    expect(passed).toBeGreaterThan(40)
  })

  it('keeps users and groups', async () => {
    const [line = ''] = await run(server, (await admin.tokenFor()).token, 'walk.py')
    const told: unknown = JSON.parse(line)
    expect(told).toEqual({
      made: ['ada', 'bea', 'cleo'].map((name) => [
        `${name}@walk.example`,
        `walk-${name}`,
        `${name}@walk.example`,
        true,
      ]),
      'name taken': [409, 'uniqueness'],
      read: true,
      'unchanged copy': true,
      filtered: ['bea@walk.example'],
      'filter not understood': [400, 'invalidFilter'],
      pages: [
        [3, 1, 2, ['ada@walk.example', 'bea@walk.example']],
        [3, 3, 1, ['cleo@walk.example']],
      ],
      searched: ['cleo@walk.example'],
      patched: ['Ada', 'Lovelace', 'Ada Lovelace'],
      'read-only': [400, 'mutability'],
      'older version patched': [412, ''],
      replaced: ['Augusta', false, 'walk-ada'],
      'older version replaced': [412, ''],
      'older version deleted': [412, ''],
      back: true,
      group: ['Walkers', 'walk-group', [true]],
      'members added': true,
      'groups of a user': ['Walkers'],
      'member removed': true,
      'group replaced': ['Runners', 'walk-group', []],
      'older version of a group': [412, ''],
      'group found': [true],
      'group gone': [404, ''],
      'user gone': [404, ''],
      'none left': 0,
      'token unknown': [401, ''],
    })
  })
})
