// The people of the cases under the names that they have at the target: another address, another password, another client.

/** What stands for what, in text: each by the words of the cases and by those of the target. */
export interface Aliases {
  readonly outward: (text: string) => string
  readonly inward: (text: string) => string
}

const none: Aliases = { outward: (text) => text, inward: (text) => text }

let aliases: Aliases = none

/** From now on everything goes out and comes in by these. */
export const useAliases = (those: Aliases | undefined): void => {
  aliases = those ?? none
}

export const hasAliases = (): boolean => aliases !== none
export const outward = (text: string): string => aliases.outward(text)
export const inward = (text: string): string => aliases.inward(text)
