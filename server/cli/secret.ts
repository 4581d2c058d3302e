// Changes the service's secret while it goes on.
import { sealAnew } from '../identity/administration/service-secret.ts'
import { type Action, runActions } from './actions.ts'
import { asOperator } from './operator.ts'

const about = `The secret that the service seals with. To change it:

  1. Give every instance the new one as COUNTERSIGN_SECRET_OTHER, and start it again: it opens what either has sealed.
  2. Give every instance the new one as COUNTERSIGN_SECRET, and the old one as COUNTERSIGN_SECRET_OTHER.
  3. countersign secret rotate, with both set as in step 2.
  4. Take COUNTERSIGN_SECRET_OTHER away. Backups of before need the old secret.

Nobody is signed out by it, and no code or link dies.`

const actions: Readonly<Record<string, Action>> = {
  rotate: {
    about: 'Seals anew, with COUNTERSIGN_SECRET, whatever COUNTERSIGN_SECRET_OTHER has sealed. May be repeated.',
    run: () =>
      asOperator(async (ctx) => {
        if (ctx.config.otherSecret === null) {
          throw new Error(
            'COUNTERSIGN_SECRET_OTHER is not set: set the secret before, and COUNTERSIGN_SECRET to the new one.',
          )
        }
        const sealed = await sealAnew(ctx)
        return { text: `Sealed ${sealed} anew. COUNTERSIGN_SECRET_OTHER is needed no more.\n`, json: { sealed } }
      }),
  },
}

export const run = (args: readonly string[]): Promise<void> => runActions('secret', about, actions, args)
