// PATCH as directories send it (RFC 7644 section 3.5.2): `op` in any case, with a path or without, booleans also as text.
import { Failure } from '../../model/failure.ts'
import { plainName } from '../../model/scim-filter.ts'
import { unseen } from '../../model/text.ts'
import type { Wire } from '../handle.ts'

export type Operations = Wire['ScimPatch']['Operations']

/** One change of one attribute. */
export interface Step {
  readonly op: 'add' | 'remove' | 'replace'
  /** In small letters, without what brackets choose. */
  readonly path: string
  /** What stands in brackets. */
  readonly chosen: string | undefined
  readonly value: unknown
}

const pathForm = /^([a-z$][\w:.-]*?)(?:\[([^[\]]*)\])?(?:\.([a-z]\w*))?$/i

/** What no client changes (RFC 7643 section 3.1), and the groups of a user, which are changed as groups. */
const readOnly: ReadonlySet<string> = new Set(['id', 'meta', 'groups'])

const isReadOnly = (path: string): boolean => readOnly.has(path.split('.')[0]!)

/** Refuses what a path names and nobody changes. Without a path such attributes are ignored, as in what is replaced: Okta sends the id along. */
export const stepsOf = (operations: Operations): Step[] =>
  operations.flatMap(({ op: said, path: named = '', value }): Step[] => {
    const op = said.toLowerCase() as Step['op']
    if (named !== '') {
      const found = pathForm.exec(named)
      if (!found) throw new Failure('invalid_path', `${named.slice(0, 100)}: is no path`)
      const [, name = '', chosen, part] = found
      const path = plainName(part === undefined ? name : `${name}.${part}`)
      if (isReadOnly(path)) throw new Failure('read_only', `${path}: is not changed here`)
      return [{ op, path, chosen, value }]
    }
    if (op === 'remove') throw new Failure('no_target', 'path: is missing')
    if (!isObject(value)) throw new Failure('invalid_request', 'value: must be an object where there is no path')
    return Object.entries(value)
      .map(([name, one]) => ({ op, path: plainName(name), chosen: undefined, value: one }))
      .filter(({ path }) => !isReadOnly(path))
  })

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Azure AD sends the value of one attribute in a list, or as the value of an object, too. */
const plainValue = (value: unknown): unknown => {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  return isObject(one) && 'value' in one ? one.value : one
}

export const textOf = (value: unknown, name: string, longest: number): string => {
  const text = plainValue(value)
  if (typeof text !== 'string' || text === '') throw new Failure('invalid_request', `${name}: must be a text`)
  if (text.length > longest || text.search(unseen) >= 0) {
    throw new Failure('invalid_request', `${name}: must have at most ${longest} characters, all of which people see`)
  }
  return text
}

export const optionalText = ({ op, value }: Step, name: string, longest: number): string | null =>
  op === 'remove' || value === null || value === '' ? null : textOf(value, name, longest)

export const flagOf = (value: unknown): boolean => {
  const said = plainValue(value)
  if (typeof said === 'boolean') return said
  if (typeof said === 'string' && /^(?:true|false)$/i.test(said)) return said.toLowerCase() === 'true'
  throw new Failure('invalid_request', 'active: must be true or false')
}

/** Refuses to remove what is always there. */
export const required = (step: Step): Step => {
  if (step.op === 'remove') throw new Failure('read_only', `${step.path}: cannot be removed`)
  return step
}

/** Refuses brackets where there is one value. */
export const single = (step: Step): Step => {
  if (step.chosen !== undefined) throw new Failure('invalid_path', `${step.path}: has one value, so none is chosen`)
  return step
}
