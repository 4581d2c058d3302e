// What others would trip over in a tarball: publint reads its manifest, arethetypeswrong its types.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root, run } from '../../spec/generate/run.ts'

const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')

/** `entries` that are texts or programs have no types to be wrong. */
export const findFaults = async (tarball: string, entries: readonly string[]): Promise<readonly string[]> => {
  const modules = entries.filter((entry) => !/\.(txt|css)$|^\.\/bin$/.test(entry))
  const { buffer } = new Uint8Array(readFileSync(tarball))
  const [{ messages, pkg }, types] = await Promise.all([
    publint({ pack: { tarball: buffer }, strict: true }),
    run(attw, [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--entrypoints', ...modules]),
  ])
  return [
    ...messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
    ...(types.code === 0 ? [] : [types.output]),
  ]
}
