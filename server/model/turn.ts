// The end of a turn of the event loop, where what has come together in it is done in one go: answers are written, then transactions committed, then
// their answers written.

// As it is when the program starts: whoever sets the time later stops neither.
const soon = setImmediate

let answers: (() => void)[] = []
let commits: (() => void)[] = []
let isDue = false
let isEnding = false

const write = (): void => {
  const all = answers
  answers = []
  for (const answer of all) answer()
}

const end = (): void => {
  isDue = false
  isEnding = true
  // First: who only asked does not wait for the disk.
  write()
  const all = commits
  commits = []
  for (const commit of all) commit()
  // Behind all that these set off, as far as it waits for nothing else.
  queueMicrotask(() => process.nextTick(() => (isEnding = false)))
}

const beDue = (): void => {
  if (!isDue) soon(end)
  isDue = true
}

/**
 * Writes an answer at the end of the turn, together with others. A write wakes whoever waits for it, such as a proxy on the same machine, which takes
 * longer than all else that most requests need; who is awake is not woken again. It must not throw.
 */
export const writeAtEnd = (answer: () => void): void => {
  answers.push(answer)
  if (!isEnding) beDue()
  else if (answers.length === 1) process.nextTick(write)
}

/** Commits at the end of the turn. It must not throw. */
export const commitAtEnd = (commit: () => void): void => {
  commits.push(commit)
  beDue()
}
