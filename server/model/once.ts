/** What is made when it is first asked for, and is the same from then on, also for those who ask before a promise of it is kept. */
export const once = <Made>(make: () => Made): (() => Made) => {
  let made: Made | undefined
  return () => (made ??= make())
}
