// Keeps what the engine makes of the sources, in the package's own folder: another start reads it instead of making it again. A folder
// that cannot be written is no fault, and an older Node has no such cache. Not in the machine's folder for temporary files: what is run
// from there could be somebody else's.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)))

// What was read of it is in memory until it is flushed, 14 MB at the end of a start, and most of that would stay with the process: so it is
// flushed on the way.
const filesBetween = 50
let files = 0
module.registerHooks?.({
  load: (url, context, next) => {
    files += 1
    if (files % filesBetween === 0) module.flushCompileCache()
    return next(url, context)
  },
})
