// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as adminConsole from './admin-console.ts'
import * as console from './console.ts'
import * as contract from './contract.ts'
import * as faults from './faults.ts'
import * as guides from './guides.ts'
import * as health from './health.ts'
import * as passkeyOrigins from './passkey-origins.ts'
import * as people from './people.ts'
import * as sandbox from './sandbox.ts'
import * as standIns from './stand-ins.ts'
import * as webhookReceiver from './webhook-receiver.ts'

export const handlers: Handlers<'service'> = {
  ...adminConsole,
  ...console,
  ...contract,
  ...faults,
  ...guides,
  ...health,
  ...passkeyOrigins,
  ...people,
  ...sandbox,
  ...standIns,
  ...webhookReceiver,
}
