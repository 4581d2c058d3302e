// Views of what does not change: made once, and held to the contract once.

const lasting = new WeakSet<object>()

/** Whether it is such a view, which is as it was whenever it is met again. */
export const isLasting = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && lasting.has(value)

/**
 * A pure function whose view is made once of what is frozen, all of it, for as long as the first is kept and the rest is the very same; of anything
 * else it is made each time.
 */
export const lastingView = <Seen extends object, Rest extends readonly unknown[], View extends object>(
  make: (seen: Seen, ...rest: Rest) => View,
): ((seen: Seen, ...rest: Rest) => View) => {
  const views = new WeakMap<Seen, { readonly rest: Rest; readonly view: View }>()
  return (seen, ...rest) => {
    const known = views.get(seen)
    if (known?.rest.every((value, index) => value === rest[index])) return known.view
    const view = make(seen, ...rest)
    if (![seen, ...rest].every(Object.isFrozen)) return view
    lasting.add(frozen(view))
    views.set(seen, { rest, view })
    return view
  }
}

/** The same thing, which nobody can change any more in any part of it. */
export const frozen = <Value extends object>(value: Value): Value => {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) frozen(part)
  }
  return Object.freeze(value)
}
