/**
 * What is made when it is first asked for, and is the same from then on, also for those who ask before a promise of it is kept. A promise that
 * is broken is forgotten: a file that could not be opened just now can be the next time.
 */
export const once = <Made>(make: () => Made): (() => Made) => {
  let made: Made | undefined
  return () => {
    if (made !== undefined) return made
    const making = make()
    made = making
    if (making instanceof Promise) making.catch(() => (made = undefined))
    return making
  }
}
