// The same routes and the same answers, and nothing else: what Express alone can do.
import type { Server } from 'node:http'
import express from 'express'
import { syntheticContract, thing } from './synthetic-contract.ts'

export const serveBareExpress = (operations: number, port: number): Server => {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  for (const { method, path } of Object.values(syntheticContract(operations, 'anything').table)) {
    const at = path.replaceAll(/\{(\w+)\}/g, ':$1')
    const status = method === 'post' ? 201 : 200
    if (method === 'get') app.get(at, (_req, res) => void res.json(thing))
    else app[method as 'post' | 'put'](at, express.json(), (_req, res) => void res.status(status).json(thing))
  }
  return app.listen(port, '127.0.0.1')
}
