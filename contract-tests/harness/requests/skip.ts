// A running test's way to end without a verdict: what it needs is not there.
import { TestRunner } from 'vitest'

const absence = Symbol('absence')

let isForAnother = false

/** Makes what another test will need, at once. Undefined where that cannot be had, or goes wrong: that test will find out itself. */
export const forAnother = <Value>(make: () => Value): Value | undefined => {
  isForAnother = true
  try {
    return make()
  } catch {
    return undefined
  } finally {
    isForAnother = false
  }
}

/** Ends the running test with a reason, which the report shows. */
export const skipTest = (reason: string): never => {
  if (!isForAnother) TestRunner.getCurrentTest()?.context.skip(reason)
  throw new Error(reason, { cause: absence })
}

/** What a hook made for its tests; or why it cannot be had; or how it went wrong. */
export type Had<Value> = { readonly value: Value } | { readonly lack: string } | { readonly failure: Error }

/** Makes something in a hook, which cannot be skipped itself. */
export const tryToHave = async <Value>(make: () => Value | Promise<Value>): Promise<Had<Value>> => {
  try {
    return { value: await make() }
  } catch (error) {
    const failure = error as Error
    return failure.cause === absence ? { lack: failure.message } : { failure }
  }
}

/** Hands it to the running test: which is skipped where it cannot be had, and fails where making it went wrong. */
export const mustHave = <Value>(had: Had<Value>): Value => {
  if ('failure' in had) throw had.failure
  return 'lack' in had ? skipTest(had.lack) : had.value
}
