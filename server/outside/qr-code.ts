// A QR code as a picture: PNG (RFC 2083) with a bit a pixel. What draws any picture takes four bytes for it and weighs five filters for each
// line, longer than the code itself takes to find.
import { crc32, deflateSync } from 'node:zlib'

/** Pixels a module. */
const scale = 4
/** Modules around the code. */
const margin = 2

const signature = Buffer.from([0x89, ...Buffer.from('PNG\r\n\x1a\n')])

/** One pixel is one bit (grey, of depth 1), and lines are neither filtered nor interlaced. */
const header = (width: number): Buffer => {
  const bytes = Buffer.alloc(13)
  bytes.writeUInt32BE(width, 0)
  bytes.writeUInt32BE(width, 4)
  bytes.writeUInt8(1, 8)
  return bytes
}

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type), data])
  const bytes = Buffer.alloc(named.length + 8)
  bytes.writeUInt32BE(data.length, 0)
  named.copy(bytes, 4)
  bytes.writeUInt32BE(crc32(named), named.length + 4)
  return bytes
}

/** The code of a text, as a data URL. */
export const toQrPicture = async (text: string): Promise<string> => {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const width = (modules.size + 2 * margin) * scale
  // A line begins with the filter that it has, and ends with a whole byte. A bit that is set is white.
  const lineLength = 1 + Math.ceil(width / 8)
  const lines = Buffer.alloc(lineLength * width, 0xff)
  for (let y = 0; y < width; y++) {
    const line = y * lineLength
    const row = Math.floor(y / scale) - margin
    lines[line] = 0
    for (let x = margin * scale; x < width - margin * scale; x++) {
      if (row < 0 || row >= modules.size || !modules.get(row, Math.floor(x / scale) - margin)) continue
      lines[line + 1 + (x >> 3)]! &= ~(0x80 >> (x & 7))
    }
  }
  const chunks = [chunk('IHDR', header(width)), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]
  return `data:image/png;base64,${Buffer.concat([signature, ...chunks]).toString('base64')}`
}
