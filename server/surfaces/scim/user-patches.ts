// What a PATCH says of a user.
import type { UserChanges } from '../../identity/directory/change-user.ts'
import { Failure } from '../../model/failure.ts'
import type { Wire } from '../handle.ts'
import {
  type Operations,
  type Step,
  flagOf,
  isObject,
  optionalText,
  required,
  single,
  stepsOf,
  textOf,
} from './patch-steps.ts'

const bounds = { userName: 254, externalId: 255, name: 100, email: 254 } as const

/** The address that counts of several: the primary one, or the first of type `work`, or the first. */
export const primaryOf = (emails: NonNullable<Wire['ScimUserGiven']['emails']>): string | undefined =>
  (emails.find(({ primary }) => primary === true) ?? emails.find(({ type }) => isWork(type)) ?? emails[0])?.value

const isWork = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase() === 'work'

/** What brackets choose of the addresses: the one that is kept, or those that are not. */
const choices = { kept: /^\s*(?:type\s+eq\s+"work"|primary\s+eq\s+true)\s*$/i, other: /^\s*type\s+eq\s+"[^"\\]*"\s*$/i }

const emailChange = (step: Step): UserChanges => {
  const { op, value, chosen } = step
  if (chosen !== undefined && !choices.kept.test(chosen)) {
    if (choices.other.test(chosen)) return {}
    throw new Failure('invalid_path', `${step.path}: addresses are chosen by type eq or primary eq true`)
  }
  if (op === 'remove' || value === null) return { email: null }
  const emails = [value].flat().map((one) => ({
    value: textOf(one, 'emails', bounds.email),
    type: isObject(one) && typeof one.type === 'string' ? one.type : null,
    primary: isObject(one) && String(one.primary).toLowerCase() === 'true',
  }))
  if (op !== 'add') return { email: primaryOf(emails) ?? null }
  // One more address of another type is not kept, and must not take the place of the one that is.
  const email = primaryOf(emails.filter(({ type, primary }) => primary || type === null || isWork(type)))
  return email === undefined ? {} : { email }
}

/** What is not kept is ignored, as in a user that is made or replaced. */
const changeOf = (step: Step): UserChanges => {
  switch (step.path) {
    case 'active':
      return { isActive: flagOf(required(single(step)).value) }
    case 'username':
      return { userName: textOf(required(single(step)).value, 'userName', bounds.userName) }
    case 'externalid':
      return { externalId: optionalText(single(step), 'externalId', bounds.externalId) }
    case 'name.givenname':
      return { firstName: optionalText(single(step), 'name.givenName', bounds.name) }
    case 'name.familyname':
      return { lastName: optionalText(single(step), 'name.familyName', bounds.name) }
    case 'name':
      return nameOf(single(step))
    case 'emails':
    case 'emails.value':
      return emailChange(step)
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

/** Of two changes of one attribute the later one holds. */
export const toUserChanges = (operations: Operations): UserChanges =>
  Object.assign({}, ...stepsOf(operations).map(changeOf)) as UserChanges
