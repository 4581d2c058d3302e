// The code of another package, bundled into one file of ours with its licence: who installs us installs nothing for it.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../spec/generate/run.ts'
import type { Package } from './packages.ts'

/** What a package's files take of another, by name. */
const namesTaken = (staged: string, name: string): readonly string[] => {
  const taken = globSync('**/*.js', { cwd: staged }).flatMap((file) =>
    [
      ...readFileSync(join(staged, file), 'utf8').matchAll(
        new RegExp(`import \\{([^}]*)\\} from '\\./${name}\\.js'`, 'g'),
      ),
    ]
      .flatMap(([, names]) => names!.split(','))
      .map((one) => one.trim()),
  )
  return [...new Set(taken)].sort()
}

export const vendor = async ({ vendors = [] }: Package, staged: string): Promise<void> => {
  for (const name of vendors) {
    const contents = `export { ${namesTaken(staged, name).join(', ')} } from '${name}'`
    const licence = readFileSync(join(root, 'node_modules', name, 'LICENSE.md'), 'utf8')
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      banner: { js: `/*!\n${name}\n\n${licence.trim()}\n*/` },
      write: false,
    })
    writeFileSync(join(staged, `${name}.js`), outputFiles[0]!.text)
  }
}
