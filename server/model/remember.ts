/** Longer texts are worked out each time: senders choose them. */
const longest = 256

/**
 * Remembers what a pure function made of a text that comes again and again. At most `most` texts are kept; with one more, all
 * are forgotten.
 */
export const remember = <Made>(most: number, make: (text: string) => Made): ((text: string) => Made) => {
  const known = new Map<string, { readonly made: Made }>()
  return (text) => {
    const found = known.get(text)
    if (found) return found.made
    const made = make(text)
    if (text.length > longest) return made
    if (known.size >= most) known.clear()
    known.set(text, { made })
    return made
  }
}
