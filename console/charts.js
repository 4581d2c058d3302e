// Charts, drawn as SVG. Each says in words what it shows, and has its numbers as a table.
import { el } from './dom.js'

const svg = (name, attributes = {}, ...children) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const dayOf = (day) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { timeZone: 'UTC', day: 'numeric', month: 'short' })

const numbers = (title, head, rows) =>
  el(
    'details',
    {},
    el('summary', {}, 'As a table'),
    el(
      'table',
      { 'aria-label': title },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head.map((words) => el('th', { scope: 'col' }, words)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(([name, count]) => el('tr', {}, el('td', {}, name), el('td', {}, count.toLocaleString()))),
      ),
    ),
  )

const figure = (title, words, drawn, table) =>
  el('figure', { class: 'chart' }, el('figcaption', {}, el('strong', {}, title), ' ', words), drawn, table)

/** The next round number above: what the scale ends at. */
const roof = (most) => {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1)))
  return Math.max(Math.ceil(most / step) * step, 4)
}

/** A bar a day. */
export const daily = (title, days, name) => {
  const counts = days.map((day) => day[name])
  const total = counts.reduce((sum, count) => sum + count, 0)
  const most = Math.max(...counts)
  const top = roof(most)
  const [width, height, left, foot] = [320, 120, 30, 18]
  const step = (width - left) / days.length
  const high = (count) => (count / top) * (height - foot - 8)
  const line = (count) => {
    const y = height - foot - high(count)
    return [
      svg('line', { class: 'grid', x1: left, x2: width, y1: y, y2: y }),
      svg('text', { class: 'mark', x: left - 4, y: y + 3, 'text-anchor': 'end' }, count.toLocaleString()),
    ]
  }
  const drawn = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${title}: ${said(days, counts, total, most)}` },
    ...line(0),
    ...line(top / 2),
    ...line(top),
    ...days.map(({ day }, index) =>
      svg(
        'rect',
        {
          class: 'bar-of',
          x: left + index * step + step * 0.1,
          width: step * 0.8,
          y: height - foot - high(counts[index]),
          height: high(counts[index]),
        },
        svg('title', {}, `${dayOf(day)}: ${counts[index].toLocaleString()}`),
      ),
    ),
    svg('text', { class: 'mark', x: left, y: height - 4 }, dayOf(days[0].day)),
    ...(days.length > 1
      ? [svg('text', { class: 'mark', x: width, y: height - 4, 'text-anchor': 'end' }, dayOf(days.at(-1).day))]
      : []),
  )
  const rows = days.map(({ day }, index) => [day, counts[index]])
  return figure(title, total.toLocaleString(), drawn, numbers(title, ['Day', title], rows))
}

const said = (days, counts, total, most) => {
  if (total === 0) return `none in ${days.length} days`
  return `${total} in ${days.length} days, most on ${dayOf(days[counts.indexOf(most)].day)}: ${most}`
}

/** A bar a name. */
export const bars = (title, entries) => {
  const top = Math.max(...entries.map(([, count]) => count), 1)
  const [width, row] = [320, 34]
  const drawn = svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${entries.length * row}`,
      role: 'img',
      'aria-label': `${title}: ${entries.map(([name, count]) => `${name} ${count}`).join(', ')}`,
    },
    ...entries.flatMap(([name, count], index) => [
      svg('text', { class: 'mark', x: 0, y: index * row + 11 }, name.length > 40 ? `${name.slice(0, 39)}…` : name),
      svg('text', { class: 'mark', x: width, y: index * row + 11, 'text-anchor': 'end' }, count.toLocaleString()),
      svg('rect', { class: 'ground', x: 0, y: index * row + 16, width, height: 10 }),
      svg('rect', { class: 'bar-of', x: 0, y: index * row + 16, width: (count / top) * width, height: 10 }),
    ]),
  )
  return figure(title, '', drawn, numbers(title, ['Environment', title], entries))
}
