// The server stubs, by openapi-generator with our own templates: names and routes only, every type from schema.ts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contract } from './contract.ts'
import { entriesOf } from './contract.ts'
import { root, run } from './run.ts'
import { banner, prettify } from './tables.ts'

const templates = join(root, 'spec/templates')
const wrapper = join(root, 'node_modules/@openapitools/openapi-generator-cli/main.js')

export const hasJava = (): boolean => spawnSync('java', ['-version']).status === 0

/** `operations.ts`; problems when the generator did not write it. `present` is the text of the file as it is, if any. */
export const renderStubs = async (
  contract: Contract,
  present?: string,
): Promise<{ text: string; problems: string[] }> => {
  const input = JSON.stringify(groupedBySurface(contract))
  // The generator takes seconds to start: it runs when what it reads, or what it wrote, has changed.
  if (present && present === withDigest(bodyOf(present), input)) return { text: present, problems: [] }
  const folder = mkdtempSync(join(tmpdir(), 'stubs-'))
  try {
    const source = join(folder, 'openapi.json')
    const config = join(folder, 'config.json')
    writeFileSync(source, input)
    writeFileSync(
      config,
      JSON.stringify({
        generatorName: 'nodejs-express-server',
        inputSpec: source,
        outputDir: join(folder, 'server'),
        templateDir: templates,
        files: { 'operations.mustache': { templateType: 'SupportingFiles', destinationFilename: 'operations.ts' } },
      }),
    )
    const { output } = await run(wrapper, ['generate', '-c', config])
    const file = join(folder, 'server/operations.ts')
    if (!existsSync(file)) {
      return { text: '', problems: [`openapi-generator wrote no operations.ts: ${output}`] }
    }
    const body = await prettify(readFileSync(file, 'utf8'))
    return { text: withDigest(body, input), problems: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const bodyOf = (text: string): string => text.replace(/^.*\n/, '')

/** The text under a line that changes with it and with all that it is made of. */
const withDigest = (body: string, input: string): string => {
  const digest = createHash('sha256').update(input).update(body)
  for (const name of readdirSync(templates)
    .filter((file) => file.endsWith('.mustache'))
    .sort())
    digest.update(readFileSync(join(templates, name)))
  digest.update(readFileSync(join(root, 'openapitools.json')))
  return `// ${banner} (${digest.digest('hex').slice(0, 16)})\n${body}`
}

/**
 * The contract as the templates need it: names, and neither schemas nor examples. A template groups by tag and cannot cut
 * `account.signIn` at its dot, so the tag becomes the surface, and verb, surface and tag travel beside it.
 */
export const groupedBySurface = (contract: Contract): Contract => {
  const paths: Record<string, Record<string, unknown>> = {}
  const surfaces = new Set<string>()
  for (const { id, surface, method, path, operation } of entriesOf(contract)) {
    surfaces.add(surface)
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: id,
        tags: [surface],
        summary: operation.summary,
        'x-surface': surface,
        'x-verb': id.split('.')[1],
        'x-tag': operation.tags?.[0],
        parameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        responses: { 200: { description: 'See the contract.' } },
      },
    }
  }
  const { openapi, info } = contract
  return { openapi, info, paths, tags: [...surfaces].sort().map((name) => ({ name })) }
}
