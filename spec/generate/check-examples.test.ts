// On the contract as it is: nothing that carries an example is passed over.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { exampleProblems } from './check-examples.ts'
import type { Contract, Described } from './contract.ts'
import { root } from './run.ts'

const text = readFileSync(join(root, 'generated/openapi.json'), 'utf8')

/**
 * Whatever has a schema beside examples, found without knowing where OpenAPI puts it. Schemas are left out: their own
 * `properties` may be called anything.
 */
const described = (node: unknown): Described[] => {
  if (typeof node !== 'object' || node === null) return []
  const own = 'schema' in node ? [node as Described] : []
  return [...own, ...Object.entries(node).flatMap(([key, part]) => (key === 'schema' ? [] : described(part)))]
}

let contract: Contract
let nodes: Described[]
beforeEach(() => {
  contract = JSON.parse(text) as Contract
  const { schemas: _schemas, examples: _examples, ...carriers } = contract.components ?? {}
  nodes = described([contract.paths, carriers])
})

/** No schema takes it: an object where a value is meant, and a number where an object is. */
const spoilt = (value: unknown): unknown => (typeof value === 'object' && value !== null ? 7 : {})

describe('the contract', () => {
  it('holds to its own examples', () => {
    expect(exampleProblems(contract)).toEqual([])
  })

  it('has an example on every parameter, header and body, each of which is looked for', () => {
    for (const node of nodes) {
      delete node.example
      delete node.examples
    }
    const missing = exampleProblems(contract).filter((problem) => problem.endsWith(' has no example'))
    expect(nodes.length).toBeGreaterThan(500)
    expect(new Set(missing).size).toBe(nodes.length)
  })

  it('has each single example held to its schema', () => {
    let count = 0
    for (const node of nodes) {
      if ('example' in node) {
        node.example = spoilt(node.example)
        count += 1
      }
      for (const name of Object.keys(node.examples ?? {})) {
        const { $ref, value } = node.examples![name]!
        const said = $ref
          ? (contract.components!.examples![$ref.split('/').at(-1)!] as { value: unknown }).value
          : value
        node.examples![name] = { value: spoilt(said) }
        count += 1
      }
    }
    const faulty = exampleProblems(contract).flatMap(
      (problem) => /^(.*?: example(?: "[^"]*")?) (?!or default)/.exec(problem)?.[1] ?? [],
    )
    expect(new Set(faulty).size).toBe(count)
  })
})
