// Chance that can be repeated: the same seed and the same place always choose the same.

/** Set NEGATIVES_SEED to try other values. */
export const seed = Number(process.env.NEGATIVES_SEED ?? 1)

/** FNV-1a. */
const hash = (text: string): number =>
  [...text].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0)!, 16_777_619) >>> 0, 2_166_136_261)

/** The same values in an order that depends on the seed and the place. */
export const shuffled = <T>(values: readonly T[], place: string): T[] =>
  values
    .map((value, index) => ({ value, rank: hash(`${seed} ${place} ${index}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)
