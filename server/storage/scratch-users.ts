// Users that are kept for a while beside the database, on disk and not in memory: there may be millions.
import Sqlite from 'better-sqlite3'
import type { User } from '../model/user.ts'

export interface ScratchUsers {
  /** In the order in which they were kept last. */
  find(emails: readonly string[], externalIds: readonly string[]): User[]
  /** In the place of what was kept of them. */
  keep(user: User): void
  /** Nothing is left of them. */
  close(): void
}

export const openScratchUsers = (): ScratchUsers => {
  // Without a name it is a file that SQLite makes among the temporary ones, and that nobody else sees.
  const database = new Sqlite('')
  database.pragma('journal_mode = off')
  database.pragma('synchronous = off')
  database.exec(`
    create table users (id text not null unique, email text not null, externalId text, kept text not null);
    create index usersByEmail on users (email);
    create index usersByExternalId on users (externalId);
  `)
  const found = database.prepare<[string, string], { kept: string }>(`
    select kept from users where rowid in (
      select rowid from users where email in (select value from json_each(?))
      union select rowid from users where externalId in (select value from json_each(?))
    ) order by rowid`)
  const kept = database.prepare('insert or replace into users (id, email, externalId, kept) values (?, ?, ?, ?)')
  return {
    find: (emails, externalIds) =>
      found
        .all(JSON.stringify(emails), JSON.stringify(externalIds))
        // It is what `keep` wrote: a user is plain data.
        .map((row) => JSON.parse(row.kept) as User),
    keep: (user) => void kept.run(user.id, user.email, user.externalId, JSON.stringify(user)),
    close: () => void database.close(),
  }
}
