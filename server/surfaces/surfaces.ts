// generated, do not edit: npm run generate
import { account } from './account/index.ts'
import { app } from './app/index.ts'
import { oauth } from './oauth/index.ts'
import { platform } from './platform/index.ts'
import { project } from './project/index.ts'
import { scim } from './scim/index.ts'
import { service } from './service/index.ts'

/** All that the service speaks. */
export const surfaces = { account, app, oauth, platform, project, scim, service }
