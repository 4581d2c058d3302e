// Everything served below /assets/, read once at start.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
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

const own = [
  'app.css',
  'app.js',
  'docs.css',
  'docs.js',
  'favicon.svg',
  'form-post.js',
  'signed-out.js',
  'hosted.css',
  'hosted.js',
  'landing.css',
  'mailbox.css',
  'message.css',
  'operations.css',
  'parts.css',
  'stand-in.css',
]

const vendored = ['swagger-ui.css', 'swagger-ui-bundle.js']

/** Reads the files; keys are paths below /assets/, such as `app.css`. `hash` gives a digest in characters safe for a header. */
export const loadAssets = (hash: (text: string) => string): ReadonlyMap<string, Asset> => {
  const require = createRequire(import.meta.url)
  const read = (file: string): Asset => {
    const body = readFileSync(file)
    return { body, type: types[extname(file)] ?? 'application/octet-stream', etag: `"${hash(body.toString())}"` }
  }
  return new Map([
    ...own.map((name): [string, Asset] => [name, read(fileURLToPath(new URL(`assets/${name}`, import.meta.url)))]),
    ...vendored.map((name): [string, Asset] => [`docs/${name}`, read(require.resolve(`swagger-ui-dist/${name}`))]),
  ])
}
