// The server stubs, by openapi-generator with our own templates: names and routes only, every type from schema.ts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from './contract.ts'
import { entriesOf } from './contract.ts'
import { root, run } from './run.ts'
import { prettify } from './tables.ts'

const wrapper = join(root, 'node_modules/@openapitools/openapi-generator-cli/main.js')

export const hasJava = (): boolean => spawnSync('java', ['-version']).status === 0

/** `operations.ts`; problems when the generator did not write it. */
export const renderStubs = async (contract: Contract): Promise<{ text: string; problems: string[] }> => {
  const folder = mkdtempSync(join(tmpdir(), 'stubs-'))
  try {
    const input = join(folder, 'openapi.json')
    const config = join(folder, 'config.json')
    writeFileSync(input, JSON.stringify(groupedBySurface(contract)))
    writeFileSync(
      config,
      JSON.stringify({
        generatorName: 'nodejs-express-server',
        inputSpec: input,
        outputDir: join(folder, 'server'),
        templateDir: join(root, 'spec/templates'),
        files: { 'operations.mustache': { templateType: 'SupportingFiles', destinationFilename: 'operations.ts' } },
      }),
    )
    const { output } = await run(wrapper, ['generate', '-c', config])
    const file = join(folder, 'server/operations.ts')
    if (!existsSync(file)) return { text: '', problems: [`openapi-generator wrote no operations.ts: ${output}`] }
    return { text: await prettify(readFileSync(file, 'utf8')), problems: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The contract as the templates need it. A template groups by tag and cannot cut `account.signIn` at its dot, so the
 * tag becomes the surface, and verb, surface and tag travel beside it.
 */
export const groupedBySurface = (contract: Contract): Contract => {
  const copy = structuredClone(contract)
  const entries = entriesOf(copy)
  for (const { id, surface, operation } of entries) {
    const beside = { 'x-surface': surface, 'x-verb': id.split('.')[1], 'x-tag': operation.tags?.[0] }
    Object.assign(operation, { tags: [surface] }, beside)
  }
  const surfaces = [...new Set(entries.map(({ surface }) => surface))].sort()
  return { ...copy, tags: surfaces.map((name) => ({ name })) }
}
