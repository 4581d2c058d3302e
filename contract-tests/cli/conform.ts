// The conformance kit as a program. What the engine makes of its sources is kept in the kit's own folder, and read by the next start: not in the
// machine's folder for temporary files, where it could be somebody else's. A folder that cannot be written is no fault.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Whoever started this is gone, and a hang-up is what a terminal says then: of what goes on for long it is the end in order.
if (process.connected) {
  process.once('disconnect', () => process.emit('SIGHUP') || process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'))
// Only what is loaded from here on is kept.
await import('./commands.ts')
