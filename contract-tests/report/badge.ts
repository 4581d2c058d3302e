// A badge of the run: how many of the cases that were asked are kept.
import type { Report } from './report.ts'

/** Rounded down: only what keeps all says 100 %. */
const shareOf = ({ totals: { passed, failed } }: Report): number | undefined =>
  passed + failed === 0 ? undefined : Math.floor((100 * passed) / (passed + failed))

const colourOf = (share: number | undefined): string =>
  share === undefined ? '#6b6b6b' : share === 100 ? '#2d7d3a' : share >= 90 ? '#8a6d00' : '#b3261e'

/** An image of one line. Its text is figures alone, so nothing of a server can get into it. */
export const toBadge = (report: Report): string => {
  const share = shareOf(report)
  const said = share === undefined ? 'not asked' : `${share} %`
  const [left, right] = [86, 22 + said.length * 7]
  const text = (x: number, words: string) => `<text x="${x}" y="14">${words}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="conformance: ${said}">
<title>conformance: ${said}</title>
<rect width="${left}" height="20" fill="#3c3c3c"/><rect x="${left}" width="${right}" height="20" fill="${colourOf(share)}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(left / 2, 'conformance')}${text(left + right / 2, said)}</g>
</svg>
`
}
