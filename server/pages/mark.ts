// The seal: pressed when a thing is settled, an empty outline while it waits, broken when it is refused.
import { html } from './html.ts'
import type { Html } from './html.ts'

const wax =
  'M21.62 1.55C24 2.43 25.54 4.19 27.23 6.21C28.93 8.24 30.23 10 30.79 12.49C31.35 14.97 30.88 17.09 30.24 19.64C29.61 22.18 29.04 24.31 27.37 26.24C25.69 28.17 23.66 29.28 21.2 30.07C18.75 30.85 16.71 30.77 14.12 30.48C11.53 30.19 9.29 29.95 7.2 28.52C5.12 27.09 4.06 25.11 2.84 22.77C1.62 20.43 0.58 18.42 0.6 15.87C0.62 13.32 1.68 11.32 2.95 9.01C4.22 6.71 5.36 4.81 7.47 3.42C9.58 2.03 11.74 1.84 14.36 1.49C16.98 1.15 19.23 0.68 21.62 1.55z'

/** A letter C that a second hand has signed: the stroke leaves through its opening. */
const impression = 'M20.6 10.2A8 8 0 1 0 22.9 20M11.6 15.6L15.4 19.6L25.4 7.6'

const crack = 'M18.5 0L15 9L18.5 14L13.5 21L16.5 25L14 32'

export type SealState = 'pressed' | 'waiting' | 'broken'

/** An inline SVG, hidden from screen readers: words beside it say what it means. */
export const seal = (state: SealState = 'pressed'): Html => html`
  <svg class="seal seal-${state}" viewBox="-1 -1 34 34" aria-hidden="true" focusable="false">
    <path class="wax" d="${wax}"></path>
    <path class="impression" d="${impression}"></path>
    ${state === 'broken' && html`<path class="crack" d="${crack}"></path>`}
  </svg>
`

const petals = (count: number, rx: number, ry: number): Html[] =>
  Array.from(
    { length: count },
    (_, index) => html`<ellipse rx="${rx}" ry="${ry}" transform="rotate(${(index * 180) / count})"></ellipse>`,
  )

/** The engraved rosette of a certificate, with the seal set into it. */
export const rosette = (): Html => html`
  <div class="rosette" aria-hidden="true">
    <svg viewBox="-100 -100 200 200" focusable="false">${petals(20, 98, 62)}${petals(20, 74, 28)}</svg>
    ${seal()}
  </div>
`
