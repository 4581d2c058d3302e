// What signs tokens, and what tells whether one was signed here.
import type { KeyObject } from 'node:crypto'
import type { SigningAlgorithm } from '../model/signing-key.ts'
import type { JsonObject } from '../model/user.ts'
import type { KeyPair } from './jwt.ts'

export interface Keyring {
  /** The newest key that may sign by now. ES256 unless a client has registered otherwise. */
  signingKey(alg?: SigningAlgorithm): Promise<{ kid: string; alg: SigningAlgorithm; privateKey: KeyPair['privateKey'] }>
  /** A published key; undefined for any other id, without a query of its own. */
  anyPublicKey(kid: string): Promise<{ alg: SigningAlgorithm; publicKey: KeyObject } | undefined>
  /** All published keys: those of access tokens before those of ID tokens alone, and of each the newest first. */
  published(): Promise<JsonObject[]>
}
