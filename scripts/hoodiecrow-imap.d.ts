// The package has no types of its own; tests need only this much.
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'
  interface Options {
    readonly plugins: readonly string[]
    readonly secureConnection?: boolean
    readonly credentials?: { readonly key: string; readonly cert: string }
    readonly storage: Readonly<Record<string, object>>
    readonly users: Readonly<Record<string, { readonly password: string }>>
  }
  interface ImapServer {
    /** The socket server behind it. */
    readonly server: Server
    listen(port: number, host: string, done: () => void): void
    appendMessage(folder: string, flags: readonly string[], internalDate: false, raw: string): void
  }
  export default function hoodiecrow(options: Options): ImapServer
}
