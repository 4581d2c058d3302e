// What `npm start` runs: the sandbox, or with NODE_ENV=production the service.
import './bin/compile-cache.mjs'

// Loaded once the cache is open.
const { runCommandLine } = await import('./cli/commands.ts')

const command = process.env.NODE_ENV === 'production' ? 'start' : 'dev'
await runCommandLine([command, ...process.argv.slice(2)])
