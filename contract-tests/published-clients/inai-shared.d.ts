// What the suite uses of the stand-in beside this file.
declare module '@inai-dev/shared' {
  interface JWKSClient {
    getKey(kid: string): Promise<CryptoKey>
    invalidate(): void
  }
  export const JWKSClient: new (url: string) => JWKSClient
}
