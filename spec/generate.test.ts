import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generate } from './generate.ts'
import { bundle } from './generate/bundle.ts'
import { errorsYaml, refusalsYaml, specOf } from './generate/contract-for-tests.ts'

describe('a spec of several files', () => {
  const root = `
openapi: 3.1.1
info: { title: Notes, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://notes.example.test }]
security: []
`
  const operation = (name: string) => `
tag: The notes of ${name}.
/${name}:
  get:
    operationId: account.get${name.toUpperCase()}
    x-open: published
    summary: Get ${name}
    security: []
    responses:
      "200": { description: It., content: { application/json: { schema: { $ref: "#/Note" } } } }
      "400": { description: Not it. }
Note: { type: string, maxLength: ${name === 'a' ? 1 : 2} }
`
  const files = { 'openapi.yaml': root, 'account/a.yaml': operation('a'), 'account/b.yaml': operation('b') }

  it('is refused when two files define a schema of the same name', async () => {
    const { problems } = await bundle(specOf(files))
    expect(problems).toEqual(['schema Note is defined more than once: account/a.yaml, account/b.yaml'])
  })

  it('gives each operation the tag of its file, and lists no path by hand', async () => {
    const { contract, problems } = await bundle(
      specOf({ ...files, 'account/b.yaml': operation('b').replace('Note:', 'Other:').replace('#/Note', '#/Other') }),
    )
    expect(problems).toEqual([])
    expect(contract?.tags).toEqual([
      { name: 'account.a', description: 'The notes of a.' },
      { name: 'account.b', description: 'The notes of b.' },
    ])
    expect(contract?.paths?.['/b']).toMatchObject({ get: { operationId: 'account.getB', tags: ['account.b'] } })
  })

  it('takes the methods of one path from several files, but none twice', async () => {
    const again = operation('b').replace('/b:', '/a:')
    expect((await bundle(specOf({ ...files, 'account/b.yaml': again }))).problems).toContain(
      'account/b.yaml: get /a stands in another file too',
    )
    const { contract } = await bundle(specOf({ ...files, 'account/b.yaml': again.replace('get:', 'post:') }))
    expect(contract?.paths?.['/a']).toMatchObject({
      get: { operationId: 'account.getA' },
      post: { operationId: 'account.getB' },
    })
  })

  it('is refused when a file does not say what its operations are about', async () => {
    const { problems } = await bundle(specOf({ ...files, 'account/a.yaml': operation('a').replace(/^tag:.*$/m, '') }))
    expect(problems).toContain('account/a.yaml: does not say in "tag" what its operations are about')
  })

  it('is refused with the place when it is no OpenAPI', async () => {
    const { problems } = await bundle(
      specOf({ ...files, 'account/a.yaml': operation('a').replace('summary', 'sumary') }),
    )
    expect(problems[0]).toContain('Property `sumary` is not expected here')
  })

  it('leaves generated/ alone while anything is wrong', async () => {
    const spec = specOf({ ...files, 'account/errors.yaml': errorsYaml, 'refusals.yaml': refusalsYaml })
    const out = join(spec, 'generated')
    const { problems } = await generate(spec, { generated: out, surfaces: join(spec, 'surfaces') })
    expect(problems).toContain('account.getA: does not declare the refusal "internal" (500)')
    expect(existsSync(out)).toBe(false)
  })
})
