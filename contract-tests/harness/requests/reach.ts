// Whether anybody is there to be asked, and how that is seen by an error of `fetch`. Loads nothing else: it is asked before all.

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The code of what went wrong below an error of `fetch`; empty where it has none. */
export const codeBelow = (error: unknown): string => {
  const { cause } = error as { cause?: { code?: unknown; cause?: { code?: unknown } } }
  return String(cause?.cause?.code ?? cause?.code ?? '')
}

/** Why something failed, in a sentence: `fetch` says only that it did, and what is below it says where and why. */
export const whyOf = (error: unknown): string => {
  const { message, cause } = error as Error
  const below = cause instanceof Error ? cause.message || codeBelow(error) : ''
  return below && !message.includes(below) ? `${message} (${below})` : message
}

/** Whether nobody is there at all, or nobody who may be asked. */
const isNobody = (error: unknown): boolean => {
  const { name, cause } = error as Error
  const code = codeBelow(error)
  const isSpoken = name === 'TimeoutError' || (cause instanceof Error && cause.name === 'HTTPParserError')
  return unreachable.has(code) || /CERT|TLS|SSL/.test(code) || (code === '' && !isSpoken)
}

/** Whether anybody is there at all: one that answers nonsense is, and is asked. */
export const isReachable = async (baseUrl: string): Promise<boolean> =>
  fetch(baseUrl, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).then(
    async ({ body }) => {
      await body?.cancel()
      return true
    },
    (error: unknown) => !isNobody(error),
  )
