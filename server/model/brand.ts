/** How a project's own pages look. */
export interface Brand {
  readonly name: string
  readonly logoUrl: string | null
  /** `#rrggbb`; null for our own colour. */
  readonly accent: string | null
}
