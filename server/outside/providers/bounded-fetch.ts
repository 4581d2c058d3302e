// Requests to servers that are not ours: short, small, and never led elsewhere.

export interface Bounds {
  /** Milliseconds for one answer, to its last byte. */
  readonly answerMs: number
  /** Milliseconds for all requests of one exchange. */
  readonly exchangeMs: number
  readonly maxBytes: number
}

export type Fetch = (url: string, options: RequestInit) => Promise<Response>

/** A `fetch` for an exchange of several requests. An answer that is too long or too slow is an error. */
export const boundedFetch = (bounds: Bounds): Fetch => {
  const whole = AbortSignal.timeout(bounds.exchangeMs)
  return async (url, options) => {
    const signal = AbortSignal.any([whole, AbortSignal.timeout(bounds.answerMs)])
    // An answer that points elsewhere is the answer: nobody is to lead this service around its own network.
    const response = await fetch(url, { ...options, signal, redirect: 'manual' })
    const { status, statusText, headers } = response
    const hasNoBody = [101, 103, 204, 205, 304].includes(status)
    return new Response(hasNoBody ? null : await readAtMost(response, bounds.maxBytes), { status, statusText, headers })
  }
}

/** Counts what comes out of the decoder, so that a small compressed body cannot unfold to any size. */
const readAtMost = async (response: Response, max: number): Promise<Uint8Array<ArrayBuffer>> => {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length
    if (length > max) {
      await reader?.cancel()
      throw new Error(`The answer is longer than ${max} bytes`)
    }
    parts.push(part.value)
  }
  return Buffer.concat(parts)
}
