// Requests that go out before their test begins, so that a server has something to do while the answer before is held to the contract. They
// have to be such that nothing comes of one for another: the faulty ones of an operation, which are all refused; and the reset between two
// cases, which whatever is asked before the next one waits for.
import { answerBound, isAtLeisure } from './bounds.ts'
import { type Asked, type Came, type Lack, exchange } from './exchange.ts'

/** By what is sent: each is one object, and asked once. */
const underWay = new Map<object, Promise<Came | Lack>>()

/** How many wait for an answer beside that of the running test. */
export const depth = 4

/**
 * Whether the run asks ahead: where the server was seen to answer two at a time, and where no request is to be the last one, because of a
 * rate or a bail.
 */
export const asksAhead = (): boolean => process.env.CONFORM_AHEAD === '1' && isAtLeisure()

export const isAhead = (sent: object): boolean => underWay.has(sent)

/** Sends what a test will ask. No case ends it: its own has not begun. */
export const sendAhead = (sent: object, url: URL, asked: Asked): void =>
  void underWay.set(sent, exchange(url, asked, { patience: answerBound() }))

/** The answer to what was sent ahead, once. */
export const takeAhead = (sent: object): Promise<Came | Lack> | undefined => {
  const found = underWay.get(sent)
  underWay.delete(sent)
  return found
}

/** Waits for what was sent ahead and is asked by nobody: what comes now comes after it. */
export const leaveAhead = async (): Promise<void> => {
  if (underWay.size === 0) return
  const left = [...underWay.values()]
  underWay.clear()
  await Promise.all(left)
}
