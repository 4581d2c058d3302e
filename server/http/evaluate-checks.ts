// Makes checks of their text (checks-text.ts), which is a module that takes what it calls.
import { isDeepStrictEqual } from 'node:util'
import { compileFunction } from 'node:vm'
import { formats } from 'express-openapi-validator/dist/framework/ajv/formats.js'
import { type FreeFormBounds, brokenBound } from '../model/free-form.ts'
import type { CompiledChecks } from './checks.ts'
import type { Fault } from './wording.ts'

export type Evaluate = (called: object) => Readonly<Record<string, CompiledChecks>>

/** The checks of a text, by operation. */
export const evaluateChecks = (text: string): ReturnType<Evaluate> => {
  const module = {} as { exports: Evaluate }
  compileFunction(text, ['module'])(module)
  return evaluated(module.exports)
}

export const evaluated = (evaluate: Evaluate): ReturnType<Evaluate> => evaluate(called)

/** The contract's bounds of free-form objects. */
const freeForm = (bounds: FreeFormBounds) => {
  const validate = (value: unknown, { instancePath }: { instancePath: string }): boolean => {
    const broken = brokenBound(value, bounds)
    validate.errors = broken ? [{ keyword: broken, instancePath, params: { limit: bounds[broken] } }] : null
    return broken === undefined
  }
  validate.errors = null as Fault[] | null
  return validate
}

/** In characters of Unicode, some of which are two of a text's own. */
const lengthOf = (text: string): number => {
  let length = text.length
  for (let at = 1; at < text.length; at++) {
    if (isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff)) length--
  }
  return length
}

const isBetween = (value: number, first: number, last: number): boolean => value >= first && value <= last

const called = { formats, freeForm, hasOwn: Object.prototype.hasOwnProperty, isEqual: isDeepStrictEqual, lengthOf }
