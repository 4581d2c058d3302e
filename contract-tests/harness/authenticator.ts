// An authenticator in software: what a browser would answer for a person who touches it (WebAuthn level 3 sections 6.1, 6.5.1, 7).
import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Wire } from '../../generated/operations.ts'
import { demo } from './people.ts'

type Creation = Wire['PasskeyCreationOptions']
type Request = Wire['PasskeyRequestOptions']

interface Held {
  readonly id: string
  readonly userHandle: string
  readonly privateKey: KeyObject
  counter: number
}

/** What may be other than a good browser and a good authenticator have it. */
export interface Odd {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly userVerified?: boolean
  /** Null: it says none. */
  readonly userHandle?: string | null
  readonly counter?: number
  readonly crossOrigin?: boolean
  /** One that is held already is told again. */
  readonly credential?: { readonly id: string }
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const text64 = (text: string) => Buffer.from(text).toString('base64url')

const dataOf = (type: string, challenge: string, { origin = demo.publicUrl, crossOrigin = false }: Odd): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }))

/** Flags: user present, verified, eligible for backup and backed up, attested data. */
const flagsOf = ({ userVerified = true }: Odd, attested: boolean) =>
  0x01 | (userVerified ? 0x04 : 0) | 0x18 | (attested ? 0x40 : 0)

const authenticatorData = (rpId: string, flags: number, counter: number, attested = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt8(flags, 0)
  head.writeUInt32BE(counter, 1)
  return Buffer.concat([sha256(rpId), head, attested])
}

/** CBOR (RFC 8949): the head of a value of that major type. */
const cborHead = (major: number, length: number): Buffer => {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff])
}
const cborBytes = (data: Buffer) => Buffer.concat([cborHead(2, data.length), data])
const cborText = (text: string) => Buffer.concat([cborHead(3, text.length), Buffer.from(text)])

/** COSE_Key (RFC 9053 section 7.1.1): EC2, ES256, P-256. */
const coseKey = (publicKey: KeyObject): Buffer => {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const coordinate = (label: number, value: string) =>
    Buffer.concat([Buffer.from([label]), cborBytes(Buffer.from(value, 'base64url'))])
  const fixed = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01])
  return Buffer.concat([fixed, coordinate(0x21, x), coordinate(0x22, y)])
}

export const createAuthenticator = () => {
  const held: Held[] = []

  /** A new passkey, as the browser tells it. */
  const create = (options: Creation, odd: Odd = {}): Wire['PasskeyAttestation'] => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const rawId = odd.credential ? Buffer.from(odd.credential.id, 'base64url') : randomBytes(16)
    const id = rawId.toString('base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(rawId.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, rawId, coseKey(publicKey)])
    const data = authenticatorData(odd.rpId ?? options.rp.id, flagsOf(odd, true), odd.counter ?? 0, attested)
    held.push({ id, userHandle: options.user.id, privateKey, counter: odd.counter ?? 0 })
    const attestationObject = Buffer.concat([
      cborHead(5, 3),
      ...[
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        cborHead(5, 0),
        cborText('authData'),
        cborBytes(data),
      ],
    ])
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: dataOf('webauthn.create', odd.challenge ?? options.challenge, odd).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** The newest passkey signs. */
  const get = (options: Request, odd: Odd = {}): Wire['PasskeyAssertion'] => {
    const newest = held.at(-1)
    if (!newest) return exampleAssertion
    const clientData = dataOf('webauthn.get', odd.challenge ?? options.challenge, odd)
    const data = authenticatorData(odd.rpId ?? options.rpId, flagsOf(odd, false), odd.counter ?? newest.counter)
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), newest.privateKey)
    return {
      id: newest.id,
      rawId: newest.id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(odd.userHandle !== null && { userHandle: odd.userHandle ?? newest.userHandle }),
      },
    }
  }

  return { held: held as readonly Held[], create, get }
}

const exampleAssertion: Wire['PasskeyAssertion'] = {
  id: text64('example'),
  rawId: text64('example'),
  type: 'public-key',
  response: {
    clientDataJSON: text64('{}'),
    authenticatorData: text64('example'),
    signature: text64('example'),
    userHandle: text64('example'),
  },
}
