// Put before the program with --import: it says what it has read when it is asked by a signal, as one line of JSON on standard error.
import { registerHooks } from 'node:module'

const files = []
registerHooks({
  load: (url, context, nextLoad) => {
    files.push(url)
    return nextLoad(url, context)
  },
})
process.on('SIGUSR2', () => {
  // Those of Node itself stand in a list of its own.
  const builtIn = process.moduleLoadList.map((one) => one.replace(/^(NativeModule|Internal Binding) /, ''))
  process.stderr.write(`${JSON.stringify({ files, builtIn })}\n`)
})
