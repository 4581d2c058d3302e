// Node's HTTP as CommonJS has it. An import of it reads all of its names, and for some of those (`WebSocket`) Node loads a client with HTTP/2 of
// its own, which takes 50 ms of a start and 14 MB.
import type * as Http from 'node:http'

export const { IncomingMessage, ServerResponse, createServer, request, validateHeaderValue } =
  process.getBuiltinModule('node:http')

export type IncomingMessage = Http.IncomingMessage
export type ServerResponse = Http.ServerResponse
