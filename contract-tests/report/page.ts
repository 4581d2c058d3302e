// The page's script: a map of what was asked. It runs in the browser, from the one file that write.ts makes.
import { el, number, plural, report, targetTitles, totals, requirementTitle } from './page-data.ts'
import { dialog, follow } from './page-panel.ts'
import type { OperationReport, Outcome, State, StatusReport } from './report.ts'

const words: Readonly<Record<State, string>> = {
  kept: 'kept',
  broken: 'broken',
  untried: 'never exercised',
  free: 'stood for by another security requirement',
  absent: 'absent',
}

/** What the whole run comes down to. */
const verdict = (): string => {
  if (totals.broken > 0)
    return `${plural(totals.broken, 'answer')} ${totals.broken === 1 ? 'breaks' : 'break'} the contract.`
  if (totals.failed > 0) return `${plural(totals.failed, 'case')} ${totals.failed === 1 ? 'fails' : 'fail'}.`
  if (report.absent.length > 0)
    return `What is there keeps the contract; ${plural(report.absent.length, 'operation')} are not.`
  return totals.untried > 0 ? 'All that was asked is kept.' : 'Every answer keeps the contract.'
}

const hero = (): HTMLElement => {
  const whom = report.targets.map(({ name, address }) =>
    name === 'remote' ? address : name === 'mock' ? 'the mock' : 'this server',
  )
  const figure = (label: string, value: number, mark = '') =>
    el('div', { class: mark }, el('dt', {}, label), el('dd', {}, number(value)))
  return el(
    'div',
    { class: 'hero' },
    el(
      'div',
      {},
      el('h1', {}, verdict()),
      el(
        'p',
        { class: 'lead' },
        `${plural(totals.exchanges, 'answer')} of ${whom.join(' and ')}, each held to ${report.contract.title} ${report.contract.version}. `,
        'A row is an operation, a column a status; open a cell to read what was asked, what came and what was promised.',
      ),
    ),
    el(
      'dl',
      { class: 'figures' },
      figure('operations', totals.operations),
      figure('cells kept', totals.kept),
      figure('broken', totals.broken, totals.broken > 0 ? 'is-broken' : ''),
      figure('never exercised', totals.untried),
      totals.absent > 0 && figure('absent', totals.absent),
    ),
  )
}

const bar = (): HTMLElement => {
  const parts = (['kept', 'broken', 'absent', 'untried'] as const).filter((state) => totals[state] > 0)
  const strip = el('div', {
    class: 'bar',
    role: 'img',
    'aria-label': parts.map((state) => `${number(totals[state])} ${words[state]}`).join(', '),
  })
  for (const state of parts) {
    const part = el('span', { class: state })
    part.style.flexGrow = String(totals[state])
    if (state === 'untried') part.style.background = 'transparent'
    strip.append(part)
  }
  return strip
}

const view = { search: '', surface: 'all', show: 'all' }
const surfaces = [...new Set(report.operations.map(({ surface }) => surface))]

const choice = (
  name: 'surface' | 'show',
  legend: string,
  options: readonly (readonly [string, string])[],
): HTMLElement =>
  el(
    'fieldset',
    { class: 'choice', 'aria-label': legend },
    ...options.map(([value, title]) => {
      const input = el('input', { type: 'radio', name, value, ...(view[name] === value && { checked: '' }) })
      input.addEventListener('change', () => {
        view[name] = value
        drawMap()
      })
      return el('label', {}, input, title)
    }),
  )

const search = el('input', {
  type: 'search',
  placeholder: 'Find an operation  /',
  'aria-label': 'Find an operation',
}) as HTMLInputElement
search.addEventListener('input', () => {
  view.search = search.value.trim().toLowerCase()
  drawMap()
})

const tools = (): HTMLElement =>
  el(
    'div',
    { class: 'tools' },
    search,
    surfaces.length > 1 &&
      choice('surface', 'Surface', [['all', 'All'], ...surfaces.map((name) => [name, name] as const)]),
    choice('show', 'State', [
      ['all', 'Everything'],
      ['broken', 'Broken'],
      ['untried', 'Never exercised'],
    ]),
  )

const legend = (): HTMLElement => {
  const entry = (text: string, ...squares: string[]) =>
    el(
      'li',
      {},
      el(
        'span',
        { class: 'ramp', 'aria-hidden': 'true' },
        ...squares.map((mark) => el('span', { class: `square ${mark}` })),
      ),
      text,
    )
  return el(
    'ul',
    { class: 'legend' },
    entry('kept: the stronger, the more often asked', 'kept', 'kept n2', 'kept n3', 'kept n4'),
    entry('broken', 'broken'),
    entry('never exercised', 'untried'),
    entry('stood for by another security requirement', 'free'),
    report.absent.length > 0 && entry('absent', 'absent'),
    el(
      'li',
      {},
      report.targets.length > 1 &&
        `Left to right: ${report.targets.map(({ name }) => targetTitles[name]).join(', ')}. `,
      'Stacked: security requirements.',
    ),
    el(
      'li',
      { class: 'keys' },
      el('kbd', {}, 'arrows'),
      ' move, ',
      el('kbd', {}, 'Enter'),
      ' opens, ',
      el('kbd', {}, 'b'),
      ' goes to the next broken',
    ),
  )
}

const depth = (count: number) => (count >= 60 ? ' n4' : count >= 12 ? ' n3' : count >= 4 ? ' n2' : '')

const cellOf = (operation: OperationReport, status: StatusReport): HTMLElement => {
  const stacks = report.targets.map(({ name }) =>
    el(
      'span',
      { class: 'stack' },
      ...status.squares
        .filter(({ target }) => target === name)
        .map(({ state, count }) => el('span', { class: `square ${state}${state === 'kept' ? depth(count) : ''}` })),
    ),
  )
  const said = status.squares.map(
    ({ target, requirement, state, count }) =>
      `${targetTitles[target]}${operation.requirements.length > 1 ? ` by ${requirementTitle(requirement)}` : ''}: ${words[state]}${count > 0 ? `, ${plural(count, 'answer')}` : ''}`,
  )
  const button = el(
    'button',
    {
      class: 'cell',
      type: 'button',
      tabindex: '-1',
      'aria-label': `${operation.id} ${status.status}. ${said.join('. ')}`,
      title: `${status.status}  ${said.join(' · ')}`,
      'data-cell': `${operation.id}/${status.status}`,
    },
    ...stacks,
  )
  if (status.squares.some(({ state }) => state === 'broken')) button.dataset['broken'] = ''
  return button
}

const isShown = (operation: OperationReport): boolean =>
  (view.surface === 'all' || operation.surface === view.surface) &&
  `${operation.id} ${operation.method} ${operation.path} ${operation.summary}`.toLowerCase().includes(view.search) &&
  (view.show === 'all' || operation.statuses.some(({ squares }) => squares.some(({ state }) => state === view.show)))

const map = el('div', { class: 'scroll', id: 'map', tabindex: '-1' })

const drawMap = (): void => {
  const shown = report.operations.filter(isShown)
  const columns = [...new Set(shown.flatMap(({ statuses }) => statuses.map(({ status }) => status)))].sort(
    (a, b) => a - b,
  )
  const table = el('table', { class: 'map' }, el('caption', { hidden: '' }, 'Operations by status'))
  for (const surface of surfaces) {
    const own = shown.filter((operation) => operation.surface === surface)
    if (own.length > 0) table.append(...drawSurface(surface, own, columns))
  }
  const empty = view.show === 'broken' ? 'Nothing is broken.' : 'No operation is like this.'
  map.replaceChildren(shown.length > 0 ? table : el('p', { class: 'none' }, empty))
  const first = map.querySelector<HTMLElement>('.cell')
  if (first) first.tabIndex = 0
}

/** A little room between successes, refusals and faults. */
const gapBefore = (columns: readonly number[], index: number): string =>
  index > 0 && Math.floor(columns[index]! / 100) !== Math.floor(columns[index - 1]! / 100) ? 'gap' : ''

const drawSurface = (surface: string, own: readonly OperationReport[], columns: readonly number[]): HTMLElement[] => {
  const head = el(
    'thead',
    {},
    el(
      'tr',
      {},
      el('th', { scope: 'colgroup' }, surface),
      ...columns.map((status, index) => el('th', { scope: 'col', class: gapBefore(columns, index) }, String(status))),
    ),
  )
  const body = el('tbody')
  let resource = ''
  for (const operation of own) {
    if (operation.resource !== resource) {
      resource = operation.resource
      body.append(
        el('tr', { class: 'resource' }, el('th', { colspan: String(columns.length + 1), scope: 'rowgroup' }, resource)),
      )
    }
    body.append(drawRow(operation, columns))
  }
  return [head, body]
}

const drawRow = (operation: OperationReport, columns: readonly number[]): HTMLElement =>
  el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row', title: operation.summary },
      el('span', { class: 'id' }, operation.id.slice(operation.id.indexOf('.') + 1)),
      operation.isAbsent && el('span', { class: 'badge' }, 'absent'),
      el('span', { class: 'path' }, `${operation.method} ${operation.path}`),
    ),
    ...columns.map((column, index) => {
      const status = operation.statuses.find((one) => one.status === column)
      return el('td', { class: gapBefore(columns, index) }, status && cellOf(operation, status))
    }),
  )

// ---- moving about ----

const focusCell = (cell: HTMLElement | null | undefined): void => {
  if (!cell) return
  for (const other of map.querySelectorAll<HTMLElement>('.cell[tabindex="0"]')) other.tabIndex = -1
  cell.tabIndex = 0
  cell.focus()
}

const rows = () => [...map.querySelectorAll<HTMLTableRowElement>('tbody tr:not(.resource)')]

const neighbour = (cell: HTMLElement, key: string): HTMLElement | null | undefined => {
  const td = cell.closest('td')!
  const all = [...td.parentElement!.querySelectorAll<HTMLElement>('.cell')]
  const here = all.indexOf(cell)
  if (key === 'ArrowRight') return all[here + 1]
  if (key === 'ArrowLeft') return all[here - 1]
  if (key === 'Home') return all[0]
  if (key === 'End') return all.at(-1)
  const step = key === 'ArrowDown' ? 1 : -1
  const lines = rows()
  // Straight up or down, over rows that do not have this status.
  for (let index = lines.indexOf(td.parentElement as HTMLTableRowElement) + step; lines[index]; index += step) {
    const found = lines[index]!.cells[td.cellIndex]?.querySelector<HTMLElement>('.cell')
    if (found) return found
  }
  return undefined
}

map.addEventListener('keydown', (event) => {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('.cell')
  if (!cell || !/^(Arrow|Home|End)/.test(event.key)) return
  event.preventDefault()
  focusCell(neighbour(cell, event.key))
})
map.addEventListener('click', (event) => {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('.cell')
  if (cell) location.hash = cell.dataset['cell']!
})

const markColumn = (event: Event): void => {
  const td = (event.target as HTMLElement).closest?.('td')
  for (const hot of map.querySelectorAll('th.hot')) hot.classList.remove('hot')
  if (!td) return
  const section = td.closest('tbody')?.previousElementSibling as HTMLTableSectionElement | null
  section?.rows[0]?.cells[td.cellIndex]?.classList.add('hot')
}
map.addEventListener('mouseover', markColumn)
map.addEventListener('focusin', markColumn)

document.addEventListener('keydown', (event) => {
  if (dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return
  if (event.key === '/') {
    event.preventDefault()
    search.focus()
  }
  if (event.key === 'b') {
    const broken = [...map.querySelectorAll<HTMLElement>('.cell[data-broken]')]
    const next = broken[broken.indexOf(document.activeElement as HTMLElement) + 1] ?? broken[0]
    focusCell(next)
  }
})

dialog.addEventListener('close', () => {
  const [id, code] = location.hash.slice(1).split('/')
  history.replaceState(null, '', location.pathname + location.search)
  // This comes a moment after the dialog is gone: who is typing by then goes on.
  if (document.activeElement === search) return
  focusCell(map.querySelector<HTMLElement>(`.cell[data-cell="${CSS.escape(`${id}/${code}`)}"]`))
})
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close()
})
window.addEventListener('hashchange', follow)

// ---- what is not about one operation ----

const list = (mark: string, title: string, tests: readonly Outcome[]): HTMLElement | undefined =>
  tests.length === 0
    ? undefined
    : el(
        'details',
        { class: mark, ...(mark === 'failed' && { open: '' }) },
        el('summary', {}, `${title} (${number(tests.length)})`),
        el(
          'ul',
          {},
          ...tests
            .slice(0, 500)
            .map(({ name, reason }) =>
              el('li', {}, name, reason !== '' && mark === 'failed' && `: ${reason.split('\n')[0]}`),
            ),
        ),
      )

const cases = (): HTMLElement => {
  const skipped = report.tests.filter(({ result }) => result === 'skipped')
  const negatives = report.tests.filter(({ file }) => /\/negatives\//.test(file)).length
  return el(
    'div',
    { class: 'flows' },
    el('h2', {}, 'Cases'),
    el(
      'p',
      { class: 'lead' },
      `${number(totals.passed)} passed, ${number(totals.failed)} failed, ${number(totals.skipped)} not asked, in ${Math.round(report.seconds)} s.`,
      negatives > 0 && ` Generated negatives among them: ${number(negatives)}.`,
    ),
    list(
      'failed',
      'Failed',
      report.tests.filter(({ result }) => result === 'failed'),
    ),
    ...[...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, tests]) =>
      list('skipped', `Not asked: ${reason || 'left out by the suite'}`, tests),
    ),
  )
}

document.getElementById('when')!.textContent = new Date(report.startedAt).toLocaleString('en', {
  dateStyle: 'long',
  timeStyle: 'short',
})
document.getElementById('main')!.replaceChildren(hero(), bar(), tools(), legend(), map, cases())
document.body.append(dialog)
drawMap()
follow()
