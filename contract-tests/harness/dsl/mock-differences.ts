// The one place that knows where the mock answers otherwise than the contract says, and why that is sound.

/** A token as the mock signs it: each with a time and an id of its own. */
const signed = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g

/**
 * What the mock answers as the contract writes it. Its tokens are good for a while, because its published keys have signed
 * them; and what the examples call `http://localhost:3000` is the mock itself.
 */
export const asWritten = (body: unknown, baseUrl: string): unknown => {
  const { port } = new URL(baseUrl)
  const text = JSON.stringify(body).replaceAll(`http://localhost:${port}`, 'http://localhost:3000')
  return JSON.parse(text.replaceAll(signed, 'a signed token'))
}

/**
 * Refused by the contract alone, before anybody is looked for: the mock finds these out by itself, so that nobody tells it
 * what to answer. Whatever else an operation refuses depends on a world, which the mock has none of.
 */
export const isFoundByMock = (code: string): boolean => found.has(code)

const found = new Set([
  'csrf_session_missing',
  'invalid_request',
  'invalid_token',
  'method_not_allowed',
  'not_found',
  'origin_not_allowed',
  'payload_too_large',
  'unauthorized',
  'unknown_client',
  'unsupported_media_type',
])
