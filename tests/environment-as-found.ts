// Files of tests share a worker: each leaves the environment as it found it, or fails itself and not the one after it.
import { afterAll, expect } from 'vitest'

const object = process.env
const found = { ...object }

afterAll(() => {
  // A copy in its place would be read by some and written by others: `vi.unstubAllEnvs` deletes from the object of the beginning.
  const isReplaced = process.env !== object
  process.env = object
  const names = new Set([...Object.keys(found), ...Object.keys(process.env)])
  const changed = [...names].filter((name) => process.env[name] !== found[name])
  for (const name of changed) {
    if (found[name] === undefined) delete process.env[name]
    else process.env[name] = found[name]
  }
  expect(changed, 'variables of the environment that this file has left changed').toEqual([])
  expect(isReplaced, 'this file has put another object in the place of process.env').toBe(false)
})
