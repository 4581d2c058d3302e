// Prism, in this process: it chooses the answer to a request that the contract has nothing against.
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createClientFromOperations } from '@stoplight/prism-http/dist/client.js'
import { operations } from '../../generated/operations.ts'

/** Which of its declared answers an operation gives. */
export type ChooseAnswer = (
  id: keyof typeof operations,
  path: Readonly<Record<string, unknown>>,
  mediaTypes: readonly string[],
) => Promise<{ readonly status: number; readonly isPage: boolean; readonly body: unknown }>

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
  return async (id, parameters, mediaTypes) => {
    const { method, path } = operations[id]
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name])))
    const {
      status,
      headers = {},
      data,
    } = await prism.request(
      filled,
      { method },
      {
        // Anew each time: what is not given here, Prism would keep of the first request.
        mock: { dynamic: false, mediaTypes: [...mediaTypes] },
      },
    )
    return { status, isPage: headers['Content-type'] === 'text/html', body: data }
  }
}
