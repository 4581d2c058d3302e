// The files of a report.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type esbuild from 'esbuild'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { toBadge } from './badge.ts'
import { toSarif } from './sarif.ts'
import { toJunit } from './junit.ts'
import type { Report } from './report.ts'

const beside = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The parts of the page's script, each after what it needs. They share one scope: imports and exports fall away. */
const parts = ['page-data', 'page-panel', 'page']

/** As it was built for the package; the repository holds what that is made of, and the compiler. */
const toJavaScript = (name: string): string => {
  if (!import.meta.url.endsWith('.ts')) return beside(`${name}.js`)
  const { transformSync } = createRequire(import.meta.url)('esbuild') as typeof esbuild
  return transformSync(beside(`${name}.ts`), { loader: 'ts', target: 'es2022' }).code
}

const script = (): string =>
  parts
    .map(toJavaScript)
    .join('\n')
    .replace(/^import .*$/gm, '')
    .replace(/^export (?=const|function)/gm, '')

/** The page is one file that needs no network: its data is packed, because contracts and answers repeat themselves. */
export const toPage = (json: string): string => {
  const packed = gzipSync(json, { level: 9 }).toString('base64')
  // A function, because the text of a script may hold what `replace` takes for a pattern.
  return beside('page.html')
    .replace('/* style */', () => beside('page.css'))
    .replace('/* script */', script)
    .replace('<!-- data -->', () => packed)
}

/** Writes report.json, junit.xml, report.sarif, badge.svg and index.html; returns the page's path. */
export const writeReport = (folder: string, report: Report): string => {
  mkdirSync(folder, { recursive: true })
  // Megabytes: written out once, for the page too.
  const json = JSON.stringify(report)
  writeFileSync(join(folder, 'report.json'), json)
  writeFileSync(join(folder, 'junit.xml'), toJunit(report))
  writeFileSync(join(folder, 'report.sarif'), toSarif(report))
  writeFileSync(join(folder, 'badge.svg'), toBadge(report))
  const page = join(folder, 'index.html')
  writeFileSync(page, toPage(json))
  return page
}
