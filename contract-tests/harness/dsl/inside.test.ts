// Whoever runs the suite against a URL cannot reach inside the server: a case that does says so, or it would break there.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const suite = join(import.meta.dirname, '../..')
const files = readdirSync(suite, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /(\.test|-cases)\.ts$/.test(name) && !name.includes('node_modules'),
)

/** The cases of a file as they are written: from one title to the next, or to the end of what holds them. */
const casesIn = (name: string): string[] =>
  [
    ...readFileSync(join(suite, name), 'utf8').matchAll(
      /^( +)(?:'[^\n]+'|\[[^\n]+\]): [\s\S]*?(?=^\1\S(?<!\})|^(?!\1)\S)/gm,
    ),
  ].map(([text]) => text)

// Quotas as they were are no reach.
const reachesInside = /\bseeds\.(allow\((?!\{\}\))|(fail|settings|calls)\()/

it('a case that reaches inside the server says so', () => {
  const reaching = files.flatMap(casesIn).filter((one) => reachesInside.test(one))
  expect(reaching.length).toBeGreaterThan(20)
  expect(reaching.filter((one) => !/\binside: /.test(one))).toEqual([])
})
