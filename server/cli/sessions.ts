// The end of everybody's sessions.
import { endAllSessions } from '../identity/sessions/all-sessions.ts'
import type { Context } from '../context.ts'
import { type Action, misused, runActions } from './actions.ts'
import { asOperator, withTenant } from './operator.ts'

const end = async (ctx: Context) => {
  const ended = await endAllSessions(ctx)
  return { text: `Ended ${ended}. Their tokens are refused here from now on.\n`, json: { ended } }
}

const actions: Readonly<Record<string, Action>> = {
  end: {
    about:
      'Signs out whoever is signed in: of one tenant, people and administrators, or everybody. Tokens end with it.',
    options: {
      tenant: { type: 'string', value: 'TENANT', about: 'the tenant, by slug or id' },
      all: { type: 'boolean', about: 'everybody, of every tenant' },
    },
    run: async (given) => {
      if (given.has('all') === given.has('tenant')) throw misused('Say whose: --tenant TENANT or --all.')
      return given.has('all') ? asOperator(end) : withTenant(given, end)
    },
  },
}

export const run = (args: readonly string[]): Promise<void> =>
  runActions('sessions', 'Who is signed in, as after a restored backup.', actions, args)
