// Prism, in this process: it chooses the answer to a request that the contract has nothing against.
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createClientFromOperations } from '@stoplight/prism-http/dist/client.js'
import { operations } from '../../generated/operations.ts'

interface Chosen {
  readonly status: number
  readonly isPage: boolean
  readonly body: unknown
}

/** Which of its declared answers an operation gives to who likes these media types best. */
export type ChooseAnswer = (id: keyof typeof operations, mediaTypes: readonly string[]) => Promise<Chosen>

export const openPrism = async (contract: object): Promise<ChooseAnswer> => {
  const prism = createClientFromOperations(await getHttpOperationsFromSpec(contract), {
    isProxy: false,
    // The server's own pipeline stands in front, and says no in the words of the contract.
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
    logger: createLogger('mock', { level: 'silent' }),
  })
  const choose: ChooseAnswer = async (id, mediaTypes) => {
    const { method, path } = operations[id]
    const {
      status,
      headers = {},
      data,
    } = await prism.request(
      // What stands in the path finds the operation, and nothing else.
      path.replace(/[{}]/g, ''),
      { method },
      {
        // Anew each time: what is not given here, Prism would keep of the first request.
        mock: { dynamic: false, mediaTypes: [...mediaTypes] },
      },
    )
    return { status, isPage: headers['Content-type'] === 'text/html', body: data }
  }
  // Its answers are the contract's examples: they are the same each time.
  const chosen = new Map<string, Promise<Chosen>>()
  return (id, mediaTypes) => {
    const question = `${id} ${mediaTypes.join()}`
    const known = chosen.get(question) ?? choose(id, mediaTypes)
    chosen.set(question, known)
    return known
  }
}
