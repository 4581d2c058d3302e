// A certificate that signs itself (RFC 5280), for sites that only the browser of a test reaches.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'

type Bytes = Uint8Array

/** DER: a tag, a length, and what is in it. */
const part = (tag: number, ...content: readonly Bytes[]): Bytes => {
  const body = Buffer.concat(content)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.from([tag, ...length, ...body])
}
const sequence = (...content: readonly Bytes[]) => part(0x30, ...content)
const oid = (...bytes: readonly number[]) => part(0x06, Buffer.from(bytes))
const text = (tag: number, value: string) => part(tag, Buffer.from(value))

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))

/** For all of these hosts, with its key, and the hash by which Chromium is told to take it. */
export const certificateFor = (hosts: readonly string[]) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const name = sequence(part(0x31, sequence(oid(0x55, 0x04, 0x03), text(0x0c, hosts[0]!))))
  const names = sequence(...hosts.map((host) => text(0x82, host)))
  const signed = sequence(
    part(0xa0, part(0x02, Buffer.from([2]))),
    part(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(text(0x17, '250101000000Z'), text(0x17, '490101000000Z')),
    name,
    spki,
    part(0xa3, sequence(sequence(oid(0x55, 0x1d, 0x11), part(0x04, names)))),
  )
  const signature = part(0x03, Buffer.from([0]), sign('sha256', signed, privateKey))
  const der = Buffer.from(sequence(signed, ecdsaWithSha256, signature)).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    spkiHash: createHash('sha256').update(spki).digest('base64'),
  }
}
