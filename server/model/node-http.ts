// Node's HTTP as CommonJS has it. An import of it reads all of its names, and for some of those (`WebSocket`) Node loads a client with HTTP/2 of
// its own, which takes 50 ms of a start and 14 MB.
export const { createServer, request, validateHeaderValue } = process.getBuiltinModule('node:http')
