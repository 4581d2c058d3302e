// Takes out of a finding's steps what it does not need, and writes the rest as a test.
import { type Finding, runAgain } from './run.ts'
import type { Defect } from './server.ts'
import { startServer } from './server.ts'
import type { Step } from './steps.ts'

export type Lanes = readonly (readonly Step[])[]

/** What a finding is about: an operation and what it does, or a kind of thing that goes on when it is over, whichever operation shows it. */
export const gist = (sentence: string): string => {
  const line = sentence.split('\n')[0]!
  const over = /: (?:the )?(\w+) .* is over$/.exec(line)
  return over ? `${over[1]!} is over` : line.split(' ').slice(0, 2).join(' ')
}

/** Several at once go by turns that nobody can repeat: a few times each. */
const triesOf = (lanes: Lanes): number => (lanes.filter((steps) => steps.length > 0).length > 1 ? 3 : 1)

/** Runs steps in a server of their own. */
export const replay = async (lanes: Lanes, defect: Defect = {}): Promise<Finding | undefined> => {
  const server = await startServer(defect)
  try {
    return (await runAgain(server, lanes)).finding
  } finally {
    await server.close()
  }
}

/** The fewest steps that still find the same, as far as taking out one after the other goes. */
export const shrink = async (
  lanes: Lanes,
  finding: Finding,
  defect: Defect = {},
  tell: (left: number) => void = () => undefined,
): Promise<Lanes | undefined> => {
  const server = await startServer(defect)
  const finds = async (some: Lanes): Promise<boolean> => {
    for (let tries = triesOf(some); tries > 0; tries -= 1) {
      const again = (await runAgain(server, some)).finding
      if (again && gist(again.sentence) === gist(finding.sentence)) return true
    }
    return false
  }
  try {
    // One alone is the simplest to understand.
    const alone = lanes.map((steps, lane) => (lane === finding.lane ? steps : []))
    let best = (await finds(alone)) ? alone : lanes
    if (best === lanes && !(await finds(lanes))) return undefined
    // What one step needed may be of no use once that step is gone.
    for (let before = Infinity; best.flat().length < before;) {
      before = best.flat().length
      for (const [lane] of best.entries()) best = await without(best, lane, finds, tell)
    }
    return best
  } finally {
    await server.close()
  }
}

const without = async (
  lanes: Lanes,
  lane: number,
  finds: (some: Lanes) => Promise<boolean>,
  tell: (left: number) => void,
): Promise<Lanes> => {
  let best = lanes
  for (let size = best[lane]!.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best[lane]!.length;) {
      const less = best.map((steps, index) =>
        index === lane ? [...steps.slice(0, from), ...steps.slice(from + size)] : steps,
      )
      if (await finds(less)) best = less
      else from += size
      tell(best.flat().length)
    }
  }
  return best
}

const written = (value: string | number | boolean): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value)

const stepInWords = (step: Step): string =>
  `{ ${Object.entries(step)
    .map(([name, value]) => `${name}: ${written(value)}`)
    .join(', ')} }`

/** A test of vitest's that fails as long as the finding is there. */
export const testOf = (lanes: Lanes, sentence: string): string => {
  const some = lanes.filter((steps) => steps.length > 0)
  const inWords = some
    .map((steps) => `  [\n${steps.map((step) => `    ${stepInWords(step)},\n`).join('')}  ],\n`)
    .join('')
  return `import { expect, it } from 'vitest'
import { type Lanes, replay } from './shrink.ts'

// ${sentence.split('\n')[0]}
const steps: Lanes = [
${inWords}]

it('keeps what has to stay so', async () => {
  expect((await replay(steps))?.sentence).toBeUndefined()
}, 600_000)
`
}
