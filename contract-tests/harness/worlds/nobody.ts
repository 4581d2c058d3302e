// A world in which nobody is: what is asked is only what needs nobody.
import type { World } from '../seeds/world.ts'

/** Makes nobody, empties nothing and waits for nothing. */
export const nobodyWorld = (): World => ({ reset: () => Promise.resolve(), only: [] })
