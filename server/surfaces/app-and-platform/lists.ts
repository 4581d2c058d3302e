// Lists that are whole in one answer, as their documents have it, as long as they are short; behind that a cursor leads on.

const most = 1000

interface Query {
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

export const toCursorWish = ({ limit = most, cursor }: Query) => ({ limit, cursor })

export const toList = <Row>(data: Row[], nextCursor: string | null): { data: Row[]; nextCursor?: string } => ({
  data,
  ...(nextCursor !== null && { nextCursor }),
})
