// How a project's own pages show whose they are: its mark, its name, its colour.
import type { Brand } from '../model/brand.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** The logo; without one, the first letter of the name on the project's colour. The name stands beside it. */
export const brandmark = ({ name, logoUrl }: Brand): Html => {
  const letter = Array.from(name.trim())[0] ?? ''
  return html`<span class="brand"
    >${
      logoUrl
        ? html`<img src="${logoUrl}" alt="" height="40" />`
        : html`<span class="monogram" aria-hidden="true">${letter.toUpperCase()}</span>`
    }<bdi>${name}</bdi></span
  >`
}

/** What forms stand on, light and dark: `--sheet` of app.css. */
const sheets = { light: '#fdfefc', dark: '#18201d' }

/** WCAG 2.2: what has to be seen, but not read, needs 3 to 1. */
const enough = 3

/** The accent for surfaces, with words that can be read on it; and for lines, where they can be seen on the sheet. */
export const accentStyle = (accent: string, nonce: string): Html =>
  html`<style nonce="${nonce}">
    :root {
      --accent: ${accent};
      --on-accent: ${luminance(accent) > 0.179 ? '#000000' : '#ffffff'};
      --accent-line: ${visibleOn(sheets.light, accent)};
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --accent-line: ${visibleOn(sheets.dark, accent)};
      }
    }
  </style>`

/** The colour, or the first one on the way to black or white that can be seen on the ground. */
const visibleOn = (ground: string, color: string): string => {
  const goal = luminance(ground) > 0.179 ? 0 : 255
  const steps = Array.from({ length: 21 }, (_, step) => mix(color, goal, step / 20))
  return steps.find((one) => contrast(one, ground) >= enough) ?? color
}

const partsOf = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

const mix = (color: string, goal: number, share: number): string =>
  `#${partsOf(color)
    .map((part) =>
      Math.round(part + (goal - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** WCAG 2.2, relative luminance. */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = partsOf(color).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
