// Files of tests share a worker: each leaves the environment as it found it, or fails itself and not the one after it.
import { afterAll, expect } from 'vitest'

const found = { ...process.env }

afterAll(() => {
  const names = new Set([...Object.keys(found), ...Object.keys(process.env)])
  const changed = [...names].filter((name) => process.env[name] !== found[name])
  for (const name of changed) {
    if (found[name] === undefined) delete process.env[name]
    else process.env[name] = found[name]
  }
  expect(changed, 'variables of the environment that this file has left changed').toEqual([])
})
