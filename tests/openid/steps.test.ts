// A step of the page repeats the request in its query. What a step does not know is lost on the way to its answer: a code would
// forget its key, or the resource server that it is for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
}
interface Contract {
  readonly paths: Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> }
}
const { paths, components } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../generated/openapi.json'), 'utf8'),
) as Contract

const namesOf = (path: string): string[] =>
  (paths[path]?.parameters ?? [])
    .map((one) => (one.$ref === undefined ? one : components.parameters[one.$ref.split('/').at(-1)!]!))
    .flatMap((one) => (one.in === 'query' ? [one.name] : []))
    .sort()

const steps = Object.keys(paths).filter(
  (path) => path.startsWith('/oauth2/authorize/') && namesOf(path).includes('state'),
)

it('there are steps, and a request has its names', () => {
  expect(steps.length).toBeGreaterThan(5)
  expect(namesOf('/oauth2/authorize')).toContain('dpop_jkt')
})

it.each(steps)('%s knows every parameter of a request', (path) => {
  expect(namesOf(path)).toEqual(expect.arrayContaining(namesOf('/oauth2/authorize')))
})
