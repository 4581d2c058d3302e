/** What to do, by the code of PostgreSQL or of the socket. */
const remedies: Readonly<Record<string, string>> = {
  '3D000': 'Make it with createdb, or name another in DATABASE_URL.',
  '28P01': 'See that DATABASE_URL has the role and its password.',
  '28000': 'See that DATABASE_URL has a role that may come from here: pg_hba.conf says who may.',
  '53300': 'Lower POOL_SIZE, or raise max_connections.',
  ECONNREFUSED: 'See that the server runs, and that DATABASE_URL has its host and port.',
  ENOTFOUND: 'See that DATABASE_URL has the name of its host.',
}

/** The error of a database that cannot be asked now. The driver's own error is its cause. */
export const unavailable = (cause: unknown): Error => {
  const said = cause instanceof Error ? cause.message : String(cause)
  const remedy = remedies[codeOf(cause)]
  const text = `The database is unavailable: ${said}${remedy ? `. ${remedy}` : ''}`
  return Object.assign(new Error(text, { cause }), { code: 'database_unavailable' })
}

/** The code a driver put on an error; empty where there is none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
