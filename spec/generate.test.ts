import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generate } from './generate.ts'
import { bundle } from './generate/bundle.ts'
import { refusalsYaml, specOf } from './generate/contract-for-tests.ts'

describe('a spec of several files', () => {
  const root = `
openapi: 3.1.1
info: { title: Notes, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://notes.example.test }]
tags: [{ name: account.notes, description: Notes. }]
security: []
paths:
  /a: { $ref: "account/a.yaml#/a" }
  /b: { $ref: "account/b.yaml#/b" }
`
  const operation = (name: string) => `
${name}:
  get:
    operationId: account.get${name.toUpperCase()}
    tags: [account.notes]
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

  it('is refused with the place when it is no OpenAPI', async () => {
    const { problems } = await bundle(
      specOf({ ...files, 'account/a.yaml': operation('a').replace('summary', 'sumary') }),
    )
    expect(problems[0]).toContain('Property `sumary` is not expected here')
  })

  it('leaves generated/ alone while anything is wrong', async () => {
    const spec = specOf({ ...files, 'account/errors.yaml': refusalsYaml })
    const out = join(spec, 'generated')
    const { problems } = await generate(spec, out)
    expect(problems).toContain('account.getA: does not declare the refusal "internal" (500)')
    expect(existsSync(out)).toBe(false)
  })
})
