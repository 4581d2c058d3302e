/** How much longer than the bound of a case the runner waits for it, ms: the case has to say itself what it was at. */
export const grace = 2000
