// Where a thread begins (storage/threads.ts). Each has its own view of the cache; without it Node would load its compiler of TypeScript
// there once more, 17 MB.
import { workerData } from 'node:worker_threads'
import './compile-cache.mjs'
import './module-addresses.mjs'

await import(workerData.module)
