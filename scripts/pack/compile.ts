// Sources to JavaScript and declarations, by the compiler. That they are sound is for npm run typecheck to say.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { root } from '../../spec/generate/run.ts'
import { type Package, packages, readManifest } from './packages.ts'
import { addressesIn } from './rewrite.ts'

const readOptions = (): ts.CompilerOptions => {
  const file = join(root, 'tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, root)
  return {
    ...options,
    noEmit: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    noCheck: true,
    stripInternal: true,
    rewriteRelativeImportExtensions: true,
    jsx: ts.JsxEmit.ReactJSX,
  }
}

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export const sourcesOf = ({ folder, leftOut }: Package): readonly string[] =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root, exclude: (path) => path.includes('node_modules') }).filter(
    (file) => !leftOut.test(file) && !file.endsWith('.d.ts'),
  )

/** Every source by itself. */
const emitScripts = (out: string, compilerOptions: ts.CompilerOptions): void => {
  for (const file of packages.flatMap(sourcesOf)) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
      fileName: file,
      // By itself a file does not know of its package's type.
      compilerOptions: { ...compilerOptions, module: ts.ModuleKind.ESNext },
    })
    write(join(out, file.replace(/\.tsx?$/, '.js')), outputText)
  }
}

/** Of what the entries lead to, and no more: others cannot be imported, and some take the compiler long. */
const emitDeclarations = (out: string, options: ts.CompilerOptions): void => {
  const entries = packages.flatMap(({ folder }) =>
    Object.values(readManifest(folder).exports)
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(root, folder, file)),
  )
  const program = ts.createProgram(entries, {
    ...options,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: out,
    rootDir: root,
  })
  const reached = new Set<string>()
  const follow = (file: string): void => {
    const source = program.getSourceFile(file)
    if (!source || reached.has(file)) return
    reached.add(file)
    let declared = ''
    program.emit(source, (_name, text) => (declared = text), undefined, true)
    write(join(out, relative(root, file).replace(/\.tsx?$/, '.d.ts')), declared)
    for (const address of addressesIn(declared)) {
      const path = join(dirname(file), address)
      for (const ending of ['.ts', '.tsx']) follow(path.replace(/\.(js|tsx?)$/, ending))
    }
  }
  for (const entry of entries) follow(entry)
}

/** Leaves what it makes below `out`, on the paths of the sources. */
export const compile = (out: string): void => {
  const options = readOptions()
  emitScripts(out, options)
  emitDeclarations(out, options)
}
