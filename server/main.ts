// What `npm start` runs: the sandbox, or with NODE_ENV=production the service.
import { runCommandLine } from './cli/commands.ts'

const command = process.env.NODE_ENV === 'production' ? 'start' : 'dev'
await runCommandLine([command, ...process.argv.slice(2)])
