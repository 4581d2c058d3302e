// Looks at what a server has, before the first case, and says how far that is: a slow server answers hundreds of questions for minutes.
import { type OperationId, operations as all } from '../../generated/operations.ts'
import { findAbsent } from '../harness/targets/probe.ts'
import type { Options } from './options.ts'
import { clearLine, createProgress, say, timeInWords } from './progress.ts'

/** From here on it is said what a slow server means, s. */
const long = 60
/** How many answers tell how slow one is. */
const enough = 10

type Asked = Pick<Options, 'url' | 'operations' | 'timeout' | 'rate'> & {
  /** What is not to be asked, and counts as absent. */
  readonly spared?: readonly OperationId[]
}

/** Returns what is absent. What was not looked at, because it took too long, is taken for there. */
export const look = async (
  { url, operations, timeout, rate, spared = [] }: Asked,
  find = findAbsent,
): Promise<readonly OperationId[]> => {
  // Those that are asked for first: of the others it is known by them whether a world can be made.
  const order = [...new Set([...operations, ...(Object.keys(all) as OperationId[])])].filter(
    (id) => !spared.includes(id),
  )
  const most = timeout / 2
  say(`Looking at which of the ${order.length} operations ${url} has`)
  const progress = createProgress(order.length)
  let isWarned = false
  const looked = await find(url, {
    order,
    until: Date.now() + most * 1000,
    tell: (done, absent) => {
      if (!isWarned && done >= enough && progress.left(done) > long) {
        isWarned = true
        const why = rate === undefined ? 'The server takes its time' : `By --rate ${rate} each waits for its turn`
        say(
          `${why}: that is about ${timeInWords(progress.left(done))} more. After ${timeInWords(most)}, half of --timeout, what is left is taken for there.`,
        )
      }
      if (done < order.length) progress.tell(done, `${done} of ${order.length} operations, ${absent} absent`)
    },
  })
  clearLine()
  if (looked.why) {
    say(`Looked at ${looked.done} of the ${order.length}: ${looked.why}. The others are taken for there.`)
  }
  return [...looked.absent, ...spared]
}
