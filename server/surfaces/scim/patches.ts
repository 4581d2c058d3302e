// PATCH as directories send it (RFC 7644 section 3.5.2): `op` in any case, with a path or without, booleans also as text.
import type { MemberStep } from '../../identity/directory/group.ts'
import type { GroupChanges } from '../../identity/directory/groups.ts'
import type { UserChanges } from '../../identity/directory/change-user.ts'
import { Failure } from '../../model/failure.ts'
import { plainName } from '../../model/scim-filter.ts'
import type { Wire } from '../handle.ts'

type Operations = Wire['ScimPatch']['Operations']

/** One change of one attribute. */
interface Step {
  readonly op: 'add' | 'remove' | 'replace'
  /** In small letters, without what brackets choose. */
  readonly path: string
  /** What stands in brackets. */
  readonly chosen: string | undefined
  readonly value: unknown
}

const pathForm = /^([a-z$][\w:.-]*?)(?:\[([^[\]]*)\])?(?:\.([a-z]\w*))?$/i

const stepsOf = (operations: Operations): Step[] =>
  operations.flatMap(({ op: said, path, value }): Step[] => {
    const op = said.toLowerCase() as Step['op']
    if (path !== undefined && path !== '') {
      const found = pathForm.exec(path)
      if (!found) throw new Failure('invalid_path', `${path.slice(0, 100)}: is no path`)
      const [, name = '', chosen, part] = found
      return [{ op, path: plainName(part === undefined ? name : `${name}.${part}`), chosen, value }]
    }
    if (op === 'remove') throw new Failure('invalid_path', 'path: is missing')
    if (!isObject(value)) throw new Failure('invalid_request', 'value: must be an object where there is no path')
    return Object.entries(value).map(([name, one]) => ({ op, path: plainName(name), chosen: undefined, value: one }))
  })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bounds = { userName: 254, externalId: 255, name: 100, email: 254 } as const

const textOf = (value: unknown, name: string, longest: number): string => {
  // Azure AD sends the value of one attribute in a list, too.
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  const text: unknown = isObject(one) && 'value' in one ? one.value : one
  if (typeof text !== 'string' || text === '') throw new Failure('invalid_request', `${name}: must be a text`)
  if (text.length > longest || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)) {
    throw new Failure('invalid_request', `${name}: must have at most ${longest} characters, all of which people see`)
  }
  return text
}

const optionalText = ({ op, value }: Step, name: string, longest: number): string | null =>
  op === 'remove' || value === null || value === '' ? null : textOf(value, name, longest)

export const flagOf = (value: unknown): boolean => {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  const said: unknown = isObject(one) && 'value' in one ? one.value : one
  if (typeof said === 'boolean') return said
  if (typeof said === 'string' && /^(?:true|false)$/i.test(said)) return said.toLowerCase() === 'true'
  throw new Failure('invalid_request', 'active: must be true or false')
}

/** The address that counts of several: the primary one, or the first. */
export const primaryOf = (
  emails: readonly { readonly value: string; readonly primary?: boolean }[],
): string | undefined => (emails.find(({ primary }) => primary === true) ?? emails[0])?.value

const emailOf = ({ op, value }: Step): string | null => {
  if (op === 'remove' || value === null) return null
  if (!Array.isArray(value)) return textOf(value, 'emails', bounds.email)
  const emails = value.filter(isObject).map((one) => ({
    value: textOf(one.value, 'emails', bounds.email),
    primary: one.primary === true || String(one.primary).toLowerCase() === 'true',
  }))
  return primaryOf(emails) ?? null
}

const required = (step: Step): Step => {
  if (step.op === 'remove') throw new Failure('invalid_path', `${step.path}: cannot be removed`)
  return step
}

/** What is not kept is ignored, as in a user that is made or replaced; what cannot be changed is refused. */
const changeOf = (step: Step): UserChanges => {
  switch (step.path) {
    case 'active':
      return { isActive: flagOf(required(step).value) }
    case 'username':
      return { userName: textOf(required(step).value, 'userName', bounds.userName) }
    case 'externalid':
      return { externalId: optionalText(step, 'externalId', bounds.externalId) }
    case 'name.givenname':
      return { firstName: optionalText(step, 'name.givenName', bounds.name) }
    case 'name.familyname':
      return { lastName: optionalText(step, 'name.familyName', bounds.name) }
    case 'name':
      return nameOf(step)
    case 'emails':
    case 'emails.value':
      return { email: emailOf(step) }
    case 'id':
    case 'meta':
    case 'groups':
      throw new Failure('invalid_path', `${step.path}: is not changed here`)
    default:
      return {}
  }
}

const nameOf = (step: Step): UserChanges => {
  if (step.op === 'remove') return { firstName: null, lastName: null }
  if (!isObject(step.value)) throw new Failure('invalid_request', 'name: must be an object')
  const parts = Object.entries(step.value).map(([name, value]) =>
    changeOf({ ...step, path: `name.${name.toLowerCase()}`, value }),
  )
  return Object.assign({}, ...parts) as UserChanges
}

export const toUserChanges = (operations: Operations): UserChanges =>
  Object.assign({}, ...stepsOf(operations).map(changeOf)) as UserChanges

const idsOf = (value: unknown): string[] =>
  [value].flat().map((one) => {
    const id: unknown = isObject(one) ? one.value : one
    if (typeof id !== 'string' || id === '' || id.length > 64) {
      throw new Failure('invalid_request', 'members: each has the id of a user as its value')
    }
    return id
  })

const memberStep = ({ op, path, chosen, value }: Step): MemberStep => {
  if (chosen !== undefined) {
    const [, id] = /^\s*value\s+eq\s+"([^"\\]{1,64})"\s*$/i.exec(chosen) ?? []
    if (id === undefined || op !== 'remove')
      throw new Failure('invalid_path', `${path}: members are chosen by value eq`)
    return { op, userIds: [id] }
  }
  if (op === 'remove') return { op, userIds: value === undefined || value === null ? undefined : idsOf(value) }
  return { op, userIds: value === null || value === undefined ? [] : idsOf(value) }
}

const nameForm =
  /^[^\s\p{Cc}\u202a-\u202e\u2066-\u2069](?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]*[^\s\p{Cc}\u202a-\u202e\u2066-\u2069])?$/u

export const toGroupChanges = (operations: Operations): GroupChanges => {
  const steps = stepsOf(operations)
  const names = steps
    .filter(({ path }) => path === 'displayname')
    .map((step) => textOf(required(step).value, 'displayName', 50))
  const name = names.at(-1)
  if (name !== undefined && !nameForm.test(name))
    throw new Failure('invalid_request', 'displayName: is not well formed')
  if (steps.some(({ path }) => path === 'meta')) throw new Failure('invalid_path', 'meta: is not changed here')
  return {
    ...(name !== undefined && { name }),
    steps: steps.filter(({ path }) => path === 'members').map(memberStep),
  }
}
