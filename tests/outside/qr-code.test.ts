import { crc32, inflateSync } from 'node:zlib'
import QRCode from 'qrcode'
import { expect, it } from 'vitest'
import { toQrPicture } from '../../server/outside/qr-code.ts'

interface Picture {
  readonly width: number
  readonly isWhite: (x: number, y: number) => boolean
}

/** Reads a PNG of a bit a pixel as its standard has it, and nothing else. */
const read = (url: string): Picture => {
  const [, base64] = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? []
  const bytes = Buffer.from(base64!, 'base64')
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at)
    expect(bytes.readUInt32BE(end)).toBe(crc32(bytes.subarray(at + 4, end)))
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, end))
    at = end + 4
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND'])
  const header = chunks.get('IHDR')!
  const width = header.readUInt32BE(0)
  expect(header.readUInt32BE(4)).toBe(width)
  expect([...header.subarray(8)]).toEqual([1, 0, 0, 0, 0])
  const lines = inflateSync(chunks.get('IDAT')!)
  const lineLength = 1 + Math.ceil(width / 8)
  expect(lines).toHaveLength(lineLength * width)
  for (let y = 0; y < width; y++) expect(lines[y * lineLength]).toBe(0)
  return { width, isWhite: (x, y) => ((lines[y * lineLength + 1 + (x >> 3)]! >> (7 - (x & 7))) & 1) === 1 }
}

it.each(['otpauth://totp/Shop:alice%40example.test?issuer=Shop&secret=GEZDGNBVGY3TQOJQ', 'x', 'long '.repeat(200)])(
  'shows the code of %j, each module four pixels wide, with two around it',
  async (text) => {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
    const { width, isWhite } = read(await toQrPicture(text))
    expect(width).toBe((modules.size + 4) * 4)
    const isDark = (row: number, column: number) =>
      Math.min(row, column) >= 0 && Math.max(row, column) < modules.size && modules.get(row, column) === 1
    const wrong = []
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < width; x++) {
        if (isWhite(x, y) === isDark(Math.floor(y / 4) - 2, Math.floor(x / 4) - 2)) wrong.push([x, y])
      }
    }
    expect(wrong).toEqual([])
  },
)
