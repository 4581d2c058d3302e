// Tables, a tenant with an administrator, an application and a client, by the operator's commands; prints what was made.
import { Readable } from 'node:stream'
import { runCommandLine } from '../../server/cli/commands.ts'

/** Whose words open the administrators' lists. */
export const administrator = { email: 'dana@acme.example', password: 'a quiet green lantern' }

export interface Tenant {
  readonly applicationId: string
  readonly environmentId: string
  readonly clientId: string
}

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

const makeTenant = async (): Promise<Tenant> => {
  await run('migrate')
  await run('tenants', 'create', '--name', 'Acme')
  Object.defineProperty(process, 'stdin', { value: Readable.from([administrator.password]) })
  await run('admins', 'create', '--tenant', 'acme', '--email', administrator.email, '--password-stdin')
  const made = JSON.parse(await run('applications', 'create', '--tenant', 'acme', '--name', 'Shop', '--json')) as {
    application_id: string
    environments: { id: string; name: string }[]
  }
  const { id: environmentId } = made.environments.find(({ name }) => name === 'production')!
  const origin = 'https://shop.example.com'
  const place = ['--environment', environmentId, '--redirect-uri', `${origin}/callback`, '--origin', origin]
  const client = JSON.parse(await run('clients', 'create', ...place, '--name', 'Shop', '--public', '--json')) as {
    client_id: string
  }
  return { applicationId: made.application_id, environmentId, clientId: client.client_id }
}

if (import.meta.main) console.log(JSON.stringify(await makeTenant()))
