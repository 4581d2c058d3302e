// Objects that hold whatever their sender likes: how large and how deep they may be.

export interface FreeFormBounds {
  /** Of its JSON, in UTF-8. */
  readonly maxBytes: number
  /** The object itself is the first level. */
  readonly maxDepth: number
}

/** What every free-form object keeps to. The contract may ask for less, in `x-free-form`. */
export const freeFormBounds: FreeFormBounds = { maxBytes: 16 * 1024, maxDepth: 32 }

/** Which bound a value breaks. Depth comes first: what is too deep would overflow the stack of whoever writes it down. */
export const brokenBound = (value: unknown, bounds: FreeFormBounds): keyof FreeFormBounds | undefined => {
  if (isDeeper(value, bounds.maxDepth)) return 'maxDepth'
  return Buffer.byteLength(JSON.stringify(value) ?? '') > bounds.maxBytes ? 'maxBytes' : undefined
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/** The same value, with null for what is deeper than `levels`. */
export const withoutDepths = (value: unknown, levels: number): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return null
  if (Array.isArray(value)) return value.map((inner) => withoutDepths(inner, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutDepths(inner, levels - 1)]))
}
