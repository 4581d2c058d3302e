// What a PATCH says of a group.
import type { MemberStep } from '../../identity/directory/group.ts'
import type { GroupChanges } from '../../identity/directory/groups.ts'
import { Failure } from '../../model/failure.ts'
import { type Operations, type Step, isObject, optionalText, required, single, stepsOf, textOf } from './patch-steps.ts'

const idsOf = (value: unknown): string[] =>
  [value].flat().map((one) => {
    const id: unknown = isObject(one) ? one.value : one
    if (typeof id !== 'string' || id === '' || id.length > 64) {
      throw new Failure('invalid_request', 'members: each has the id of a user as its value')
    }
    return id
  })

const memberStep = ({ op, path, chosen, value }: Step): MemberStep => {
  if (path !== 'members') throw new Failure('invalid_path', `${path}: members are changed as a whole`)
  if (chosen !== undefined) {
    const [, id] = /^\s*value\s+eq\s+"([^"\\]{1,64})"\s*$/i.exec(chosen) ?? []
    if (id === undefined || op !== 'remove') {
      throw new Failure('invalid_path', `${path}: members are chosen by value eq, to be removed`)
    }
    return { op, userIds: [id] }
  }
  if (op === 'remove') return { op, userIds: value === undefined || value === null ? undefined : idsOf(value) }
  return { op, userIds: value === null || value === undefined ? [] : idsOf(value) }
}

const nameOf = (step: Step): string => {
  const name = textOf(required(single(step)).value, 'displayName', 50)
  if (name !== name.trim()) throw new Failure('invalid_request', 'displayName: begins or ends with a blank')
  return name
}

/** Members change in the order that is said; of two names the later one holds. What is not kept is ignored. */
export const toGroupChanges = (operations: Operations): GroupChanges => {
  const steps = stepsOf(operations)
  const of = (path: string) => steps.filter((step) => step.path === path)
  const name = of('displayname').map(nameOf).at(-1)
  const externalId = of('externalid')
    .map((step) => optionalText(single(step), 'externalId', 255))
    .at(-1)
  return {
    ...(name !== undefined && { name }),
    ...(externalId !== undefined && { externalId }),
    steps: steps.filter(({ path }) => path === 'members' || path.startsWith('members.')).map(memberStep),
  }
}
