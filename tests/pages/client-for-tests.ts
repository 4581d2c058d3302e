// The client as a page would load it: one script, with passkeys.
import { build } from 'esbuild'

/** A script that leaves the client behind as `countersign`. */
export const bundleClient = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './auth-client.ts'; export * as passkeys from './passkeys.ts'",
      resolveDir: new URL('../../client/', import.meta.url).pathname,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    globalName: 'countersign',
    write: false,
  })
  return outputFiles[0]!.text
}
