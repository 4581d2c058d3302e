// What a page shows: commands, what they are said to print, and programs.

/** A fenced block: the text between its fences, and the lines of the page that this text takes. */
export interface Block {
  readonly kind: string
  /** What stands behind the kind: `not-run: REASON`, or the name of a file. */
  readonly info: string
  readonly text: string
  /** The index of the first line of the text, and of the closing fence. */
  readonly from: number
  readonly to: number
}

export interface Example {
  readonly commands: Block
  /** What the page says that they print: one block, or those headers of an answer that matter and then its body. */
  readonly printed: readonly Block[]
  /** Why the commands are not run, by the page itself: ```sh not-run: REASON. */
  readonly notRun: string | undefined
}

export interface Page {
  readonly examples: readonly Example[]
  readonly programs: readonly Block[]
  /** Answers that no command is there for. */
  readonly unasked: readonly Block[]
}

const blocksOf = (page: string): Block[] => {
  const blocks: Block[] = []
  const lines = page.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const [, hidden] = /^<!-- (sh)$/.exec(lines[at]!) ?? []
    const [, fence, kind = '', info = ''] = /^(```+)(\w*) ?(.*)$/.exec(lines[at]!) ?? []
    if (!hidden && !fence) continue
    const to = lines.indexOf(hidden ? '-->' : fence!, at + 1)
    if (to < 0) throw new Error(`Line ${at + 1} opens a block that nothing closes.`)
    blocks.push({ kind: hidden ?? kind, info, text: lines.slice(at + 1, to).join('\n'), from: at + 1, to })
    at = to
  }
  return blocks
}

export const notRun = ({ info }: Block): string | undefined => /^not-run: (.+)$/.exec(info)?.[1]

const printedKinds = ['http', 'json', 'text']
const programKinds = ['js', 'ts', 'mjs']

/**
 * Reads a page. A block marked `sh` holds commands, and an `http`, `json` or `text` block after it what they print. An HTML
 * comment that begins with `sh` holds commands that a reader has no need to see. A `js` or `ts` block is a program: of the
 * file that is named behind the mark.
 */
export const readPage = (page: string): Page => {
  const examples: Example[] = []
  const programs: Block[] = []
  const unasked: Block[] = []
  for (const block of blocksOf(page)) {
    const last = examples.at(-1)
    if (block.kind === 'sh') examples.push({ commands: block, printed: [], notRun: notRun(block) })
    else if (programKinds.includes(block.kind)) programs.push(block)
    else if (!printedKinds.includes(block.kind)) continue
    else if (last && mayFollow(last, block)) {
      examples[examples.length - 1] = { ...last, printed: [...last.printed, block] }
    } else unasked.push(block)
  }
  return { examples, programs, unasked }
}

const mayFollow = ({ printed }: Example, { kind }: Block) =>
  printed.length === 0 || (printed.length === 1 && printed[0]!.kind === 'http' && kind !== 'http')
