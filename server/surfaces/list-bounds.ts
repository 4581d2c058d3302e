// How large a list may be whose rows hold free-form objects: they together, in bytes of JSON. With a thousand rows around
// them an answer is at most half a megabyte, which everybody else waits for while it is written.
const maxFreeFormBytes = 240 * 1024

type NullableNames<Row> = { [Name in keyof Row]-?: null extends Row[Name] ? Name : never }[keyof Row]

/** The rows, with null for the objects of those names that are beyond the bound: the row by itself has them. */
export const boundFreeForm = <Row extends object>(rows: readonly Row[], ...names: NullableNames<Row>[]): Row[] => {
  let left = maxFreeFormBytes
  const fits = (value: unknown): boolean => {
    if (left <= 0) return false
    left -= Buffer.byteLength(JSON.stringify(value))
    return left >= 0
  }
  return rows.map((row) => {
    const beyond = names.filter((name) => row[name] !== null && !fits(row[name]))
    return { ...row, ...Object.fromEntries(beyond.map((name) => [name, null])) }
  })
}

/** The page that is asked for, of a list that is given whole where none is. */
export const pageOf = <Row>(
  rows: readonly Row[],
  asked: { readonly page?: number; readonly limit?: number },
): readonly Row[] => {
  if (asked.page === undefined && asked.limit === undefined) return rows
  const { page = 1, limit = 100 } = asked
  return rows.slice((page - 1) * limit, page * limit)
}
