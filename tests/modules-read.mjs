// Put before the program with --import: once that says where to look it says what it has read until then, as one line of JSON on standard error.
import { registerHooks } from 'node:module'

const files = []
registerHooks({
  load: (url, context, nextLoad) => {
    files.push(url)
    return nextLoad(url, context)
  },
})
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => {
  if (String(text).startsWith('Countersign ')) {
    process.stdout.write = write
    // Those of Node itself stand in a list of its own.
    const builtIn = process.moduleLoadList.map((one) => one.replace(/^(NativeModule|Internal Binding) /, ''))
    process.stderr.write(`${JSON.stringify({ files, builtIn })}\n`)
  }
  return write(text, ...rest)
}
