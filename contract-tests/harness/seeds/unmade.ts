// The end of a case whose world could not be made or looked at, because an operation refuses what has to be so before it.
import type { OperationId } from '../../../generated/operations.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { recorder } from '../recorder/recording.ts'
import { endFor } from '../requests/elsewhere.ts'
import { maskBody } from '../words/mask.ts'

export const endUnmade = (id: OperationId, answer: Answer, meanwhile = 'while a world was made'): never => {
  const { status, text } = answer
  const due = [...declared.get(id)!.responses.keys()].find((one) => one < 400)!
  const problem = `the status is ${status} instead of ${due}, ${meanwhile}`
  const sentence = recorder.tell(id, answer, { status: due, example: '' }, problem)
  recorder.blame(answer, sentence)
  const said = maskBody(text).slice(0, 300).trim() || 'without a body'
  return endFor(id, sentence, { briefly: `${id} answered ${status} ${said}` })
}
