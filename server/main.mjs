// What `npm start` runs: the sandbox, or with NODE_ENV=production the service. Plain JavaScript, as everything that runs before the cache is
// open: for one file of TypeScript Node would load its compiler, 60 ms and 12 MB.
import './bin/compile-cache.mjs'
import './bin/module-addresses.mjs'

// Loaded once the cache is open.
const { runCommandLine } = await import('./cli/commands.ts')

const command = process.env.NODE_ENV === 'production' ? 'start' : 'dev'
await runCommandLine([command, ...process.argv.slice(2)])
