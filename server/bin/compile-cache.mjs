// Keeps what the engine makes of the sources, in the package's own folder: another start reads it instead of making it again. A folder
// that cannot be written is no fault, and an older Node has no such cache. Not in the machine's folder for temporary files: what is run
// from there could be somebody else's.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)))
