// The sandbox.
import { readOptions, refuse } from './options.ts'

const usage = `usage: countersign dev [options]

The service as a sandbox, with its data in .data/countersign.db of this folder. The environment says the rest.

  --memory      keep nothing: all is forgotten when it ends
  --port PORT   where it listens (or PORT; 3000)
  --help, -h    this
`

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, { memory: { type: 'boolean' }, port: { type: 'string' } })
  if (!options) return
  if (process.env.NODE_ENV === 'production') {
    refuse('NODE_ENV is production, where no sandbox is: countersign start is the command for that.', usage)
    return
  }
  // Help and refusals need no server.
  const { serve } = await import('./serve.ts')
  await serve({
    ...process.env,
    ...(typeof options.port === 'string' && { PORT: options.port }),
    ...(options.memory && { DATABASE_URL: 'sqlite::memory:' }),
  })
}
