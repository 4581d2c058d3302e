// A file that is named by its address is where that says. Node would look for it on the disk, and for the real path of each folder above it:
// of a start that takes half of the time in which modules are read. Names of packages, and what CommonJS leaves out of a name, Node looks for.
import module from 'node:module'

const isWhole = /^\.\.?\/.*\.(?:js|mjs|ts)$/

module.registerHooks?.({
  resolve: (specifier, context, next) =>
    isWhole.test(specifier) && context.conditions.includes('import')
      ? { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
      : next(specifier, context),
})
