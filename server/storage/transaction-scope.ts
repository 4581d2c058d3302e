import { AsyncLocalStorage } from 'node:async_hooks'

interface Scope {
  open: boolean
}

const scopes = new AsyncLocalStorage<Scope>()

/**
 * Throws while the caller stands inside an open transaction. A query past it would wait for ever on SQLite's only
 * connection, and see another state on PostgreSQL.
 */
export const refuseInsideTransaction = (): void => {
  if (!scopes.getStore()?.open) return
  throw new Error('A query inside a transaction went past it: hand the transaction down instead of the database.')
}

/** Runs a transaction; `begin` wraps the part of it during which it is open. */
export const withTransactionScope = <T>(run: (begin: <R>(work: () => Promise<R>) => Promise<R>) => Promise<T>) => {
  const scope: Scope = { open: false }
  return scopes.run(scope, () =>
    run(async (work) => {
      scope.open = true
      try {
        return await work()
      } finally {
        scope.open = false
      }
    }),
  )
}
