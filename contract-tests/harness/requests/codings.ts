// What a body is packed in (RFC 9110 section 8.4).
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'

type Unpack = (content: Buffer, bound: { readonly maxOutputLength: number }) => Promise<Buffer>

/** Some leave out the zlib around it, which RFC 9110 section 8.4.1.2 asks for. */
const deflated: Unpack = (content, bound) =>
  ((content[0] ?? 0) & 0xf) === 8 ? promisify(inflate)(content, bound) : promisify(inflateRaw)(content, bound)

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: deflated,
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** The body that lies in these codings, which may be so long at most. Throws where it cannot be read. */
export const unpacked = async (content: Buffer, codings: string, longest: number): Promise<Buffer> => {
  const names = codings.split(',').map((name) => name.trim().toLowerCase())
  let bytes = content
  // The last was laid on last.
  for (const name of names.filter((one) => one !== '' && one !== 'identity').reverse()) {
    const unpack = unpackers[name]
    if (!unpack) throw new Error(`no coding ${name} is known here`)
    if (bytes.length > 0) bytes = await unpack(bytes, { maxOutputLength: longest })
  }
  return bytes
}
