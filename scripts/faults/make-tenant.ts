// Tables, a tenant, an application and a client, by the operator's commands, all in this process; prints the client's id.
import { runCommandLine } from '../../server/cli/commands.ts'

const [origin = ''] = process.argv.slice(2)

/** What a command printed. */
const run = async (...args: string[]): Promise<string> => {
  const write = process.stdout.write
  let said = ''
  process.stdout.write = (text) => Boolean((said += String(text)))
  try {
    await runCommandLine(args)
  } finally {
    process.stdout.write = write
  }
  if (process.exitCode) throw new Error(`countersign ${args.join(' ')} ended with ${process.exitCode}.`)
  return said
}

await run('migrate')
await run('tenants', 'create', '--name', 'Acme')
const made = await run('applications', 'create', '--tenant', 'acme', '--name', 'Shop', '--json')
const { environments } = JSON.parse(made) as { environments: { id: string; name: string }[] }
const { id } = environments.find(({ name }) => name === 'production')!
const client = ['--environment', id, '--name', 'Shop', '--public', '--origin', origin, '--json']
const registered = await run('clients', 'create', ...client, '--redirect-uri', `${origin}/callback`)
console.log((JSON.parse(registered) as { client_id: string }).client_id)
