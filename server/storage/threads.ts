// Threads of this folder.
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

/** Starts the file of that name beside this one on a thread, which finds `data` in its `workerData`. */
export const startThread = (name: string, data: object): Worker => {
  const module = new URL(`${name}${extname(import.meta.filename)}`, import.meta.url).href
  return new Worker(new URL('../bin/thread.mjs', import.meta.url), { workerData: { ...data, module } })
}
