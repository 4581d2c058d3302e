// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as discovery from './discovery.ts'
import * as groups from './groups.ts'
import * as searches from './searches.ts'
import * as users from './users.ts'

export const handlers: Handlers<'scim'> = { ...discovery, ...groups, ...searches, ...users }
