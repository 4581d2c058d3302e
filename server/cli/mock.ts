// The mock as a process.
import { readOptions } from './options.ts'

const usage = `usage: countersign mock [options]

Answers every operation of the contract with its examples. A request chooses among them by its Prefer header:
code=401, example=invalid_credentials.

  --port PORT   where it listens (or MOCK_PORT; 4010)
  --help, -h    this
`

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, { port: { type: 'string' } })
  if (!options) return
  const text = typeof options.port === 'string' ? options.port : process.env.MOCK_PORT || '4010'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) {
    process.stderr.write(`MOCK_PORT is "${text}": set a whole number from 0 to 65535.\n`)
    process.exit(1)
  }
  // Help and refusals need no Prism.
  const { openMock } = await import('../mock/mock.ts')
  try {
    const { HOST: host, ALLOWED_ORIGINS: allowedOrigins } = process.env
    const mock = await openMock({ port, host: host || undefined, allowedOrigins })
    const stop = () => void mock.close().then(() => process.exit(0))
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
    const lines = [
      `Mock            ${mock.url}`,
      `Mailbox         ${mock.url}/sandbox/mailbox`,
      'Choose answers  -H "Prefer: code=401, example=invalid_credentials"',
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? `Port ${port} is taken: set MOCK_PORT to another one.` : message
    process.stderr.write(`The mock could not start. ${why}\n`)
    process.exit(1)
  }
}
