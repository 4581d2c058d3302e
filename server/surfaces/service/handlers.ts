// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as console from './console.ts'
import * as contract from './contract.ts'
import * as faults from './faults.ts'
import * as health from './health.ts'
import * as people from './people.ts'
import * as sandbox from './sandbox.ts'
import * as standIns from './stand-ins.ts'

export const handlers: Handlers<'service'> = {
  ...console,
  ...contract,
  ...faults,
  ...health,
  ...people,
  ...sandbox,
  ...standIns,
}
