// How easily a password is guessed by whoever knows how people choose them: zxcvbn's estimate, and its list of common ones.
export interface PasswordStrength {
  /** Whether a password is on the list of those that guessers try first, in any case. */
  isCommon(password: string): boolean
  /** How many guesses it takes, at least, for whoever knows these words: names of the service, of the person. */
  guesses(password: string, words: readonly string[]): number
}

/**
 * Estimates take longer the longer the password is, up to 0.2 s for 128 characters made for it, and nobody else is served
 * in that time. Of what is longer the beginning is estimated, which is never stronger than the whole.
 */
const estimated = 24

let loading: Promise<PasswordStrength> | undefined

/** Reads the dictionaries once for the process: they take 25 MB and longer than the rest of the start. */
export const passwordStrength = (): Promise<PasswordStrength> => (loading ??= load())

const load = async (): Promise<PasswordStrength> => {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  // In lower case, as all of it is. To look through it takes a tenth of a millisecond, and a set of it would take 2 MB.
  const common = dictionary['passwords-common']
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  return {
    isCommon: (password) => common.includes(password.toLowerCase()),
    guesses: (password, words) => estimator.check(beginning(password), words.flatMap(inPieces)).guesses,
  }
}

const beginning = (text: string): string => [...text].slice(0, estimated).join('')

/** A name as it stands, its parts put together in the usual ways, and each part. Two letters are in every password. */
const inPieces = (name: string): string[] => {
  const parts = name.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u)
  const joined = ['', ' ', '-', '_', '.'].map((separator) => parts.join(separator))
  return [name.toLowerCase(), ...joined, ...parts].filter((word) => word.length > 2).map(beginning)
}
