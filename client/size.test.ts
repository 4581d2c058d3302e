// What a page has to load for the client, with all that it stands on.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

const sizeOf = async (entry: string): Promise<number> => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/${entry}`],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

it('everything that the client for browsers exports is under 8,000 bytes', async () => {
  const bytes = await sizeOf('auth-client.ts')
  expect(bytes).toBeGreaterThan(2_000)
  expect(bytes).toBeLessThan(8_000)
})
