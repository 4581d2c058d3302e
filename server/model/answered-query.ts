/** A statement that the database has answered, without the values of its parameters. */
export interface AnsweredQuery {
  readonly sql: string
  readonly ms: number
  readonly failed: boolean
}
