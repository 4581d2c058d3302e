// Requests as a developer sees them, once they are answered.

/** A request, once it is answered. */
export interface LoggedRequest {
  readonly number: number
  readonly requestId: string
  /** ms */
  readonly at: number
  readonly method: string
  /** Without the query, which may hold tokens. */
  readonly path: string
  readonly operation: string | null
  readonly status: number
  readonly ms: number
  readonly refusal: string | null
  readonly detail: string | null
  /** What chose the answer, or kept it back, where the operation did not. */
  readonly chosenBy: 'prefer' | 'fault' | null
}

export interface RequestLog {
  add(request: Omit<LoggedRequest, 'number' | 'at'>): void
  /** Oldest first. */
  since(number: number): readonly LoggedRequest[]
}
