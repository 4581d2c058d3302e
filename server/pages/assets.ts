// Everything served below /assets/, read once at start.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Asset {
  readonly body: Buffer
  readonly type: string
  /** Strong, quoted (RFC 9110 section 8.8.3). */
  readonly etag: string
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** What estimates passwords in a browser, as it does here; see `password-strength.js`. */
const estimators = [
  ['zxcvbn/core.js', '@zxcvbn-ts/core'],
  ['zxcvbn/common.js', '@zxcvbn-ts/language-common'],
] as const

/** Beside the modules of these packages. */
const browserBuildOf = (name: string): string => fileURLToPath(new URL('zxcvbn-ts.js', import.meta.resolve(name)))

/** The admin console, which is a package of its own. */
const adminConsole = dirname(fileURLToPath(new URL('../../console/admin.js', import.meta.url)))

/** Reads the files; keys are paths below /assets/, such as `app.css`. `hash` gives a digest in characters safe for a header. */
export const loadAssets = (hash: (text: string) => string): ReadonlyMap<string, Asset> => {
  const read = (file: string): Asset => {
    const body = readFileSync(file)
    return { body, type: types[extname(file)] ?? 'application/octet-stream', etag: `"${hash(body.toString())}"` }
  }
  /** What is served of a folder, below `prefix`. */
  const within = (folder: string, prefix: string): [string, Asset][] =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && extname(entry.name) in types)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [prefix + relative(folder, file).replaceAll(sep, '/'), read(file)])
  return new Map([
    ...within(fileURLToPath(new URL('assets', import.meta.url)), ''),
    ...within(adminConsole, 'admin/'),
    ...estimators.map(([name, module]): [string, Asset] => [name, read(browserBuildOf(module))]),
  ])
}
