// Lints the spec and makes one document of its files, by redocly.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { parse } from 'yaml'
import { assemble, yamlFiles } from './assemble.ts'
import { type Contract, entriesOf } from './contract.ts'
import { root, run } from './run.ts'

const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js')

/** The bundled contract; problems when the files do not fit together. */
export const bundle = async (specFolder: string): Promise<{ contract?: Contract; problems: string[] }> => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    const { root: document, tagOf, problems: gaps } = assemble(specFolder)
    const source = join(folder, 'root.json')
    writeFileSync(source, JSON.stringify(document))
    const output = join(folder, 'openapi.json')
    const config = ['--config', join(root, 'redocly.yaml')]
    const [linted, bundled] = await Promise.all([
      run(redocly, ['lint', source, '--format=stylish', ...config]),
      run(redocly, ['bundle', source, '--output', output, ...config]),
    ])
    if (bundled.code !== 0) return { problems: [`redocly bundle: ${bundled.output}`] }
    const contract = JSON.parse(readFileSync(output, 'utf8')) as Contract
    for (const { method, path, operation } of entriesOf(contract)) operation.tags ??= [tagOf.get(`${method} ${path}`)!]
    return {
      contract,
      problems: [
        ...gaps,
        ...(linted.code === 0 ? [] : [`redocly lint: ${linted.output}`]),
        ...schemaNameProblems(contract, specFolder),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Two files that define a schema of the same name: redocly would call one `X-2`, and so would every generated type. */
export const schemaNameProblems = (contract: Contract, specFolder: string): string[] => {
  const doubled = Object.keys(contract.components?.schemas ?? {}).flatMap((name) => /^(.+)-\d+$/.exec(name)?.[1] ?? [])
  return [...new Set(doubled)].map((name) => {
    const files = yamlFiles(specFolder).filter((file) => {
      const source = (parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, object>
      return name in source || name in (source.schemas ?? {})
    })
    return `schema ${name} is defined more than once: ${files.map((file) => relative(specFolder, file)).join(', ')}`
  })
}
