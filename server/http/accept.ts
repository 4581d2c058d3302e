// Whether the sender wants a page or data (RFC 9110 section 12.5.1).
import type { IncomingMessage } from 'node:http'
import { remember } from '../model/remember.ts'

type Asked = Pick<IncomingMessage, 'method' | 'headers'>

interface Range {
  readonly type: string
  readonly weight: number
}

/** A person's browser names HTML, and JSON not before it. */
export const prefersPage = ({ headers: { accept } }: Asked): boolean => accept !== undefined && namesPageFirst(accept)

const namesPageFirst = remember(1000, (accept) => {
  const ranges = rangesOf(accept)
  const page = best(ranges, ['text/html', 'application/xhtml+xml'])
  const data = best(ranges, ['application/json'])
  if (!page || !data || page.weight !== data.weight) return (page?.weight ?? 0) > (data?.weight ?? 0)
  return ranges.indexOf(page) < ranges.indexOf(data)
})

/**
 * A GET that may use up a link: one that asks for JSON by name and is no navigation. Whoever only looks at links, such as
 * a mail scanner, takes anything, and RFC 9110 section 9.2.1 promises them that nothing happens. Nor is it one that a page
 * of another origin sends without saying so: it could not read the answer, and the browser would keep the cookies
 * (Fetch standard, section 3.2).
 */
export const isApiCall = ({ method, headers }: Asked): boolean =>
  method === 'GET' &&
  (best(rangesOf(headers.accept), ['application/json'])?.weight ?? 0) > 0 &&
  !/navigate/i.test([headers['sec-fetch-mode']].join()) &&
  !/document/i.test([headers['sec-fetch-dest']].join()) &&
  !(headers.origin === undefined && isFromElsewhere(headers))

/** Whether a browser says that a page of another origin asks (Fetch Metadata, section 2.3). */
export const isFromElsewhere = (headers: Asked['headers']): boolean => {
  const site = [headers['sec-fetch-site'] ?? 'none'].join().toLowerCase()
  return site !== 'none' && site !== 'same-origin'
}

const best = (ranges: readonly Range[], types: readonly string[]): Range | undefined =>
  ranges
    .filter(({ type }) => types.includes(type))
    .reduce<Range | undefined>((most, range) => (most && most.weight >= range.weight ? most : range), undefined)

const rangesOf = (accept = ''): readonly Range[] => parseRanges(accept)

const parseRanges = remember(1000, (accept): readonly Range[] =>
  accept
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { type, weight: weight === undefined ? 1 : Number(weight.slice('q='.length)) || 0 }
    }),
)
