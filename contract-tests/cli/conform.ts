// The conformance kit as a program. What the engine makes of its sources is kept in the kit's own folder, and read by the next start: not in the
// machine's folder for temporary files, where it could be somebody else's. A folder that cannot be written is no fault.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'))
// Only what is loaded from here on is kept.
await import('./commands.ts')
