/** The error of a database that cannot be asked now. The driver's own error is its cause. */
export const unavailable = (cause: unknown): Error =>
  Object.assign(
    new Error(`The database is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }),
    {
      code: 'database_unavailable',
    },
  )

/** The code a driver put on an error; empty where there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
