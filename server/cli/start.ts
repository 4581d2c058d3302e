// The service in production.
import { readOptions } from './options.ts'

const usage = `usage: countersign start [options]

The service in production. It says which settings of the environment are missing, and starts when none is.

  --port PORT   where it listens (or PORT; 3000)
  --no-migrate  leave the database as it is: one that is older than this version ends the start with a sentence
  --help, -h    this
`

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, { port: { type: 'string' }, 'no-migrate': { type: 'boolean' } })
  if (!options) return
  // Help and refusals need no server.
  const { serve } = await import('./serve.ts')
  await serve(
    {
      ...process.env,
      NODE_ENV: 'production',
      ...(typeof options.port === 'string' && { PORT: options.port }),
    },
    { migrating: !options['no-migrate'] },
  )
}
