// One cell of the map: what was asked, what came, and what the contract says.
import type { Cell } from '../harness/recorder/records.ts'
import { type Child, el, number, plural, report, targetTitles, requirementTitle } from './page-data.ts'
import type { OperationReport, StatusReport } from './report.ts'

export const dialog = el('dialog', { 'aria-labelledby': 'cell-title' }) as HTMLDialogElement

/** What an answer says to its reader comes first; what it says to the browser waits. */
const lines = (
  first: string,
  headers: Cell['request']['headers'],
  body: string,
  told: ReadonlySet<string>,
): HTMLElement => {
  const shown = (wanted: boolean) =>
    headers
      .filter(([name]) => (told.has(name) || telling.test(name)) === wanted)
      .flatMap(([name, value]) => [el('span', { class: 'name' }, `${name}: `), `${value}\n`])
  const rest = shown(false)
  return el(
    'pre',
    { tabindex: '0' },
    el('span', { class: 'line' }, first),
    '\n',
    ...shown(true),
    rest.length > 0 && el('details', {}, el('summary', {}, `${plural(rest.length / 2, 'more header')}`), ...rest),
    ...(body ? ['\n', ...pretty(body)] : []),
  )
}

const telling =
  /^(content-type|authorization|cookie|set-cookie|location|origin|accept|etag|if-none-match|www-authenticate|x-csrf.*|x-publ.*|retry-after)$/

/** JSON laid out, its names set back; anything else as it is. */
const pretty = (text: string): Child[] => {
  try {
    const laid = JSON.stringify(JSON.parse(text), null, 2)
    return laid
      .split(/("(?:[^"\\]|\\.)*"(?=:))/)
      .map((part, index) => (index % 2 ? el('span', { class: 'key' }, part) : part))
  } catch {
    return [text]
  }
}

const section = (title: string, ...children: Child[]) => el('section', {}, el('h3', {}, title), ...children)

const facts = (pairs: readonly (readonly [string, string])[]): HTMLElement =>
  el('dl', { class: 'facts' }, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))

const contractSays = (operation: OperationReport, status: StatusReport, exchange: Cell | undefined): HTMLElement => {
  const [firstName] = Object.keys(status.examples)
  const name = exchange && exchange.example in status.examples ? exchange.example : firstName
  const required = status.headers.filter((header) => header.required).map((header) => header.name)
  const optional = status.headers.filter((header) => !header.required).map((header) => header.name)
  return section(
    'The contract says',
    facts([
      ['status', `${status.status}: ${status.description}`],
      ['body', status.content.map(({ type, schema }) => `${schema} as ${type}`).join(', or ') || 'empty'],
      ['headers', [...required, ...optional.map((one) => `${one} (may be left out)`)].join(', ') || 'none'],
      ['security requirements', operation.requirements.map(requirementTitle).join(', or ')],
      ...(name ? [['example', name] as const] : []),
    ]),
    name !== undefined && el('pre', { tabindex: '0' }, ...exampleLines(status.examples[name])),
  )
}

const exampleLines = (value: unknown): Child[] =>
  typeof value === 'string'
    ? [value.length > 4000 ? `${value.slice(0, 4000)}\n…` : value]
    : pretty(JSON.stringify(value))

const draw = (operation: OperationReport, status: StatusReport, chosen: Cell | undefined): void => {
  const close = el('button', { class: 'plain', type: 'button' }, 'Close')
  close.addEventListener('click', () => dialog.close())
  dialog.replaceChildren(
    el(
      'div',
      { class: 'panel' },
      el(
        'header',
        {},
        el(
          'div',
          {},
          el('p', { class: 'kicker' }, `${operation.method} ${operation.path}`),
          el('h2', { id: 'cell-title', tabindex: '-1' }, `${operation.id} answers ${status.status}`),
          el('p', { class: 'says' }, operation.summary),
        ),
        close,
      ),
      el('div', { class: 'scroll', tabindex: '0' }, picker(operation, status, chosen)),
      ...(chosen ? drawExchange(operation, status, chosen) : [contractSays(operation, status, undefined)]),
    ),
  )
}

const drawExchange = (operation: OperationReport, status: StatusReport, exchange: Cell): Child[] => [
  exchange.problems.length > 0 &&
    el(
      'div',
      { class: 'problem' },
      el('h3', {}, 'What is broken'),
      el('pre', { tabindex: '0' }, exchange.problems.join('\n\n')),
    ),
  section(
    'Asked',
    lines(
      `${exchange.request.method} ${exchange.request.url}`,
      exchange.request.headers,
      exchange.request.body,
      new Set(),
    ),
  ),
  el(
    'div',
    { class: 'pair' },
    section(
      'Answered',
      lines(
        String(exchange.answer.status),
        exchange.answer.headers,
        exchange.answer.body,
        new Set(status.headers.map(({ name }) => name)),
      ),
    ),
    contractSays(operation, status, exchange),
  ),
  el(
    'div',
    { class: 'pair' },
    section(
      'By this case',
      facts([
        ['case', exchange.test],
        ['file', exchange.file],
        ['answers like it', number(exchange.count)],
      ]),
    ),
  ),
]

/** Which exchange to look at: examples down, targets and security requirements across. */
const picker = (operation: OperationReport, status: StatusReport, chosen: Cell | undefined): HTMLElement => {
  const columns = report.targets.flatMap(({ name }) =>
    operation.requirements
      .filter((requirement) =>
        status.squares.some(
          (square) => square.target === name && square.requirement === requirement && square.state !== 'free',
        ),
      )
      .map((requirement) => ({ target: name, requirement })),
  )
  const names = new Set([...Object.keys(status.examples), ...status.exchanges.map(({ example }) => example)])
  if (names.size === 0) names.add('empty')
  const title = (example: string) => (example === '' ? 'any' : example)
  const chip = (exchange: Cell) => {
    const button = el(
      'button',
      { class: `chip ${exchange.verdict}`, type: 'button', 'aria-pressed': String(exchange === chosen) },
      exchange.verdict,
    )
    button.addEventListener('click', () => {
      draw(operation, status, exchange)
      dialog.querySelector<HTMLElement>('.chip[aria-pressed="true"]')?.focus()
    })
    return button
  }
  return el(
    'table',
    { class: 'picker' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'example'),
        ...columns.map(({ target, requirement }) =>
          el('th', { scope: 'col' }, el('b', {}, targetTitles[target]), requirementTitle(requirement)),
        ),
      ),
    ),
    el(
      'tbody',
      {},
      ...[...names].map((example) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, title(example)),
          ...columns.map(({ target, requirement }) => {
            const found = status.exchanges.find(
              (one) => one.target === target && one.alternative === requirement && one.example === example,
            )
            return el('td', {}, found ? chip(found) : el('span', { class: 'missing' }, '–'))
          }),
        ),
      ),
    ),
  )
}

/** Opens what the address names, such as `#account.signIn/401`. */
export const follow = (): void => {
  const [id, code] = location.hash.slice(1).split('/')
  const operation = report.operations.find((one) => one.id === id)
  const status = operation?.statuses.find((one) => String(one.status) === code)
  if (!operation || !status) return
  const { exchanges } = status
  const last = report.targets.at(-1)?.name
  draw(
    operation,
    status,
    exchanges.find(({ verdict }) => verdict === 'broken') ??
      exchanges.find(({ target }) => target === last) ??
      exchanges[0],
  )
  if (!dialog.open) dialog.showModal()
  dialog.scrollTop = 0
  dialog.querySelector<HTMLElement>('h2')?.focus()
}
