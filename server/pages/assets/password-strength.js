// How easily a password is guessed, as the server estimates it (outside/password-strength.ts): zxcvbn-ts, with its list of
// common passwords. Both are served as their packages have them.
const script = (name) =>
  new Promise((resolve, reject) => {
    const element = document.createElement('script')
    element.src = new URL(name, import.meta.url)
    element.onload = resolve
    element.onerror = () => reject(new Error(`${name} did not come`))
    document.head.append(element)
  })

await script('zxcvbn/core.js')
await script('zxcvbn/common.js')
const { core, 'language-common': language } = window.zxcvbnts
const { adjacencyGraphs, dictionary } = language
const common = new Set(dictionary['passwords-common'].map((password) => password.toLowerCase()))
const estimator = new core.ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

/** What is longer takes long to estimate, and is never weaker than its beginning. */
const beginning = (text) => [...text].slice(0, 24).join('')

const inPieces = (name) => {
  const parts = name.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u)
  const joined = ['', ' ', '-', '_', '.'].map((separator) => parts.join(separator))
  return [name.toLowerCase(), ...joined, ...parts].filter((word) => word.length > 2).map(beginning)
}

/** Whether it takes a million guesses and more for somebody who knows these words. */
export const isHardToGuess = (password, words) => {
  if (common.has(password.toLowerCase())) return false
  const known = ['countersign', ...words].flatMap(inPieces)
  return estimator.check(beginning(password), known).guesses >= 1_000_000
}
