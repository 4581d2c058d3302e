/** Why a password may not be used: one thing, the first that is wrong. */
export type Weakness = { /** For who writes programs. */ readonly words: string } & (
  | { readonly kind: 'too_short'; /** How many characters it needs. */ readonly count: number }
  | { readonly kind: 'no_number' | 'no_lowercase' | 'no_uppercase' | 'no_special' | 'too_common' | 'too_easy' }
)
