// The scopes of OpenID Connect, which a client may have beside those of resource servers (Core 1.0 section 5.4).
export const openIdScopes = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'] as const

export const wordsOf = (scope: string | null): string[] => [
  ...new Set((scope ?? '').split(' ').filter((word) => word !== '')),
]

/** Whether a granted or asked scope holds the word. */
export const hasScope = (scope: string | null, word: string): boolean => wordsOf(scope).includes(word)
