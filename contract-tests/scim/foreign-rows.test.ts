// A directory and what is not its own: of another organization, of another environment, of another tenant. Each token at each operation
// that names something, and at each that finds something.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { evan } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import {
  bearer,
  company,
  companyWithMember,
  groupOf,
  named,
  patch,
  provision,
  searching,
  setActive,
  withGroup,
} from './directories.ts'

/** A directory, with a user and perhaps a group that no other directory may see. */
interface Place {
  readonly token: string
  readonly user: Wire['ScimUser']
  readonly group?: Wire['ScimGroup']
}

const places = async (seeds: Seeds): Promise<Place[]> => {
  const sandbox = await withGroup(seeds)
  const ours = await companyWithMember(seeds)
  const nextToken = await ours.tokenFor(await ours.organizationOf('looking-glass'))
  const theirs = await company(seeds, evan)
  const answer = await seeds.call('scim.createGroup', { bearer: theirs.wholeToken, body: groupOf('Editors') })
  return [
    { token: bearer, user: sandbox.user, group: sandbox.group },
    { token: ours.token, user: ours.member },
    { token: nextToken, user: await provision(seeds, nextToken, named('next@example.com')) },
    {
      token: theirs.wholeToken,
      user: await provision(seeds, theirs.wholeToken, named('theirs@example.com')),
      group: answer?.body as Wire['ScimGroup'],
    },
  ]
}

/** Everything that a directory could do to a user, or a group, whose id it knows. */
const attempts = (
  seeds: Seeds,
  token: string,
  { user, group }: Omit<Place, 'token'>,
): readonly (() => ReturnType<Seeds['call']>)[] => {
  const ofUser = { bearer: token, path: { userId: user.id } }
  const onGroup = group && { bearer: token, path: { groupId: group.id } }
  const first = { bearer: token, path: { groupId: 'owner' } }
  return [
    () => seeds.call('scim.getUser', ofUser),
    () => seeds.call('scim.getUser', { ...ofUser, headers: { 'If-None-Match': '*' } }),
    () => seeds.call('scim.patchUser', { ...ofUser, body: setActive(false) }),
    () => seeds.call('scim.patchUser', { ...ofUser, headers: { 'If-Match': '*' }, body: setActive(false) }),
    () => seeds.call('scim.replaceUser', { ...ofUser, body: named('thief@example.com', { active: false }) }),
    () => seeds.call('scim.deleteUser', ofUser),
    () => seeds.call('scim.createGroup', { bearer: token, body: groupOf('Thieves', [user.id]) }),
    () => seeds.call('scim.patchGroup', { ...first, body: patch({ op: 'add', path: 'members', value: user.id }) }),
    () => seeds.call('scim.replaceGroup', { ...first, body: groupOf('owner', [user.id]) }),
    ...(onGroup
      ? [
          () => seeds.call('scim.getGroup', onGroup),
          () => seeds.call('scim.patchGroup', { ...onGroup, body: patch({ op: 'remove', path: 'members' }) }),
          () => seeds.call('scim.replaceGroup', { ...onGroup, body: groupOf('Thieves') }),
          () => seeds.call('scim.deleteGroup', onGroup),
        ]
      : []),
  ]
}

const filters = ({ id, userName }: Wire['ScimUser']) => [
  `id eq "${id}"`,
  `userName eq "${userName}"`,
  `emails.value eq "${userName}"`,
  `active eq true or id eq "${id}"`,
  `not (id eq "nobody")`,
  `userName eq "\\" or \\"1\\" eq \\"1"`,
  `userName co "%" or userName co "' or 1=1 --" or id pr`,
]

contract('scim.listUsers', {
  'finds nobody of another organization, environment or tenant, whatever the filter': given(places, {
    send: ([first]) => ({ bearer: first!.token }),
    expect: { status: 200, example: 'users' },
    then: async (seeds, _answer, all) => {
      for (const own of all) {
        for (const foreign of all.filter((place) => place !== own)) {
          for (const filter of filters(foreign.user)) {
            const asked = { bearer: own.token, query: { filter } }
            const searched = { bearer: own.token, body: searching({ filter }) }
            const found = [
              await seeds.call('scim.listUsers', asked),
              await seeds.call('scim.searchUsers', searched),
              await seeds.call('scim.search', searched),
            ]
            for (const answer of found) {
              expect(answer?.status).toBe(200)
              const ids = (answer?.body as Wire['ScimResourceList']).Resources.map(({ id }) => id)
              expect(ids).not.toContain(foreign.user.id)
              if (foreign.group) expect(ids).not.toContain(foreign.group.id)
            }
          }
        }
      }
    },
  }),
})

contract('scim.getUser', {
  'answers for what is not its own as for what is not there, and changes nothing of it': given(places, {
    send: ([first, second]) => ({ bearer: first!.token, path: { userId: second!.user.id } }),
    expect: { error: 'user_not_found' },
    then: async (seeds, _answer, all) => {
      for (const own of all) {
        for (const foreign of all.filter((place) => place !== own)) {
          for (const attempt of attempts(seeds, own.token, foreign)) {
            const answer = await attempt()
            expect([400, 403, 404]).toContain(answer?.status)
            expect(answer?.text).not.toContain(foreign.user.userName)
          }
        }
      }
      for (const { token, user, group } of all) {
        const seen = await seeds.call('scim.getUser', { bearer: token, path: { userId: user.id } })
        expect(seen?.body).toMatchObject({
          ...user,
          groups: expect.any(Array) as unknown,
          meta: expect.any(Object) as unknown,
        })
        if (group) {
          expect((await seeds.call('scim.getGroup', { bearer: token, path: { groupId: group.id } }))?.body).toEqual(
            group,
          )
        }
      }
    },
  }),
})
