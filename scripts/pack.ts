// Makes what is published: the tarballs of all packages, in dist/. Sources stay as they are; all of it is made beside them.
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../spec/generate/run.ts'
import { compile } from './pack/compile.ts'
import { findFaults } from './pack/faults.ts'
import { type Package, packages, readManifest } from './pack/packages.ts'
import { rewrite } from './pack/rewrite.ts'
import { vendor } from './pack/vendor.ts'

/** Lays a package out as it will be installed. */
const stage = async (one: Package, out: string): Promise<string> => {
  const { folder, leftOut, assets, hasDocs = false } = one
  const staged = join(out, 'staged', folder)
  mkdirSync(staged, { recursive: true })
  const built = join(out, 'built')
  const lay = (file: string, target: string, owner: Package) => {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, rewrite(readFileSync(join(built, file), 'utf8'), file, owner))
  }
  for (const file of globSync(`${folder}/**/*.{js,d.ts}`, { cwd: built })) {
    if (!leftOut.test(file.replace(/\.(d\.ts|js)$/, '.ts'))) lay(file, join(staged, file.slice(folder.length + 1)), one)
  }
  for (const carried of one.carries ?? []) {
    const owner = packages.find((other) => other.folder === carried.folder)
    const target = (file: string) => join(staged, carried.as, file.slice(carried.folder.length + 1))
    const filesIn = (cwd: string) => globSync(`${carried.folder}/*`, { cwd }).filter((file) => carried.files.test(file))
    if (owner) for (const file of filesIn(built)) lay(file, target(file), owner)
    const asTheyAre = owner
      ? owner.assets.map((asset) => `${carried.folder}/${asset}`).filter((file) => carried.files.test(file))
      : filesIn(root)
    for (const file of asTheyAre) cpSync(join(root, file), target(file), { recursive: true })
  }
  for (const asset of assets) cpSync(join(root, folder, asset), join(staged, asset), { recursive: true })
  for (const page of hasDocs ? globSync('docs/**/*.md', { cwd: root }) : [])
    cpSync(join(root, page), join(staged, page))
  cpSync(join(root, 'LICENSE'), join(staged, 'LICENSE'))
  cpSync(join(root, folder, 'README.md'), join(staged, 'README.md'))
  await vendor(one, staged)
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(manifestOf(one), null, 2)}\n`)
  return staged
}

/** The package's own, with its exports where tsc put them. What it was made with is nobody's business. */
const manifestOf = ({ folder }: Package): object => {
  const manifest = readManifest(folder)
  const exports = Object.entries(manifest.exports).map(([name, file]) => [
    name,
    file.endsWith('.ts') ? { types: file.replace(/\.ts$/, '.d.ts'), default: file.replace(/\.ts$/, '.js') } : file,
  ])
  return { ...manifest, devDependencies: undefined, exports: Object.fromEntries(exports) as object }
}

interface Packed {
  readonly filename: string
  readonly size: number
  readonly files: readonly object[]
}

const npmPack = async (staged: string, target: string): Promise<Packed> => {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target]
  const { stdout } = await promisify(execFile)('npm', args, { cwd: staged, maxBuffer: 64 * 1024 * 1024 })
  const [packed] = JSON.parse(stdout) as [Packed]
  return packed
}

/** Makes the tarballs in a folder, and answers their paths. Throws with what is wrong with them. */
export const pack = async (target: string, say: (line: string) => void = () => {}): Promise<readonly string[]> => {
  const started = performance.now()
  const after = (what: string) => say(`${what.padEnd(44)} ${((performance.now() - started) / 1000).toFixed(1)} s`)
  const out = mkdtempSync(join(tmpdir(), 'countersign-pack-'))
  try {
    compile(join(out, 'built'))
    after('compiled')
    rmSync(target, { recursive: true, force: true })
    mkdirSync(target, { recursive: true })
    const tarballs: string[] = []
    for (const one of packages) {
      const staged = await stage(one, out)
      const { filename, size, files } = await npmPack(staged, target)
      const tarball = join(target, filename)
      const faults = await findFaults(tarball, Object.keys(readManifest(one.folder).exports))
      if (faults.length > 0) throw new Error(`${one.name}:\n${faults.join('\n')}`)
      tarballs.push(tarball)
      after(`${filename}  ${files.length} files, ${Math.round(size / 1024)} kB`)
    }
    return tarballs
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  try {
    await pack(join(root, 'dist'), console.log)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
