// Where a page of a list ends that is ordered by time and id, as a text that means nothing to whoever keeps it.
import { Failure } from '../../model/failure.ts'

export interface Cursor {
  readonly createdAt: number
  readonly id: string
}

/** What is found, and where the next page begins; null where there is none. */
export interface CursorPage<Row> {
  readonly found: Row[]
  readonly nextCursor: string | null
}

/** A page of a list that nothing but a cursor leads through. */
export interface CursorWish {
  readonly limit: number
  /** As the page before gave it. */
  readonly cursor?: string | undefined
}

export const writeCursor = ({ createdAt, id }: Cursor): string =>
  Buffer.from(`${createdAt}.${id}`).toString('base64url')

/** Refuses what no page gave. */
export const readCursor = (text: string, refusal: 'invalid_request' | 'invalid_cursor' = 'invalid_request'): Cursor => {
  const [, createdAt, id] = /^(\d{1,15})\.([!-~]{1,512})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (createdAt === undefined || id === undefined) {
    throw new Failure(refusal, 'cursor: must be what the page before gave')
  }
  return { createdAt: Number(createdAt), id }
}

/** What is read for a page: a row more than it has, from where the one before ended or else by its number, counted from 1. */
export const rowsOfPage = ({ page, limit }: { readonly page: number; readonly limit: number }, cursor?: string) => ({
  limit: limit + 1,
  ...(cursor === undefined ? { offset: (page - 1) * limit } : { after: readCursor(cursor) }),
})

/** The same for a list that passes over so many rows, where it has no cursor. */
export const rowsBehind = ({ limit, offset = 0, cursor }: CursorWish & { readonly offset?: number }) => ({
  limit: limit + 1,
  ...(cursor === undefined ? { offset } : { after: readCursor(cursor) }),
})

/** One row more than a page was read: the page, and where the next one begins. */
export const toPage = <Row extends Cursor>(rows: readonly Row[], limit: number): CursorPage<Row> =>
  toPageBy(rows, limit, (row) => row)

/** The same of rows whose place in the list is a part of theirs. */
export const toPageBy = <Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Cursor): CursorPage<Row> => {
  const found = rows.slice(0, limit)
  const last = found.at(-1)
  return { found, nextCursor: rows.length > limit && last ? writeCursor(placeOf(last)) : null }
}
