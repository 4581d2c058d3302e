// The service while somebody works on it: a change of the server restarts it, a change of the contract regenerates first.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { root } from '../spec/generate/run.ts'

/** Editors write a file in several steps, ms. */
const settleMs = 150

const regenerate = (): Promise<void> =>
  new Promise((done) => {
    spawn(process.execPath, ['spec/generate.ts'], { cwd: root, stdio: 'inherit' }).on('close', () => done())
  })

let running: Promise<void> | undefined
let isStale = false

/** One generation at a time; what changed meanwhile is taken by one more. */
const whenSettled = (): void => {
  isStale = true
  running ??= (async () => {
    while (isStale) {
      isStale = false
      await regenerate()
    }
    running = undefined
  })()
}

let timer: NodeJS.Timeout | undefined
watch(join(root, 'spec'), { recursive: true }, (_event, name) => {
  if (!/\.(yaml|mustache)$/.test(name ?? '')) return
  clearTimeout(timer)
  timer = setTimeout(whenSettled, settleMs)
})

const folders = ['server', 'console', 'generated'].map((folder) => `--watch-path=${join(root, folder)}`)
const service = spawn(process.execPath, [...folders, 'server/main.mjs'], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => service.kill(signal))
service.on('close', (code) => process.exit(code ?? 0))
