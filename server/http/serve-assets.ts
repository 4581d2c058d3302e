import type { Request, Response } from 'express'
import type { RequestContext } from '../request-context.ts'
import type { AppParts } from './app-parts.ts'
import { securityHeaders } from './security-headers.ts'

const root = '/assets/'

/** Serves the files below /assets/, which are no operations. Gives whether it was one. */
export const serveAssets =
  <Ctx extends RequestContext>(parts: AppParts<Ctx>) =>
  (req: Request, res: Response, requestId: string): boolean => {
    if (!req.path.startsWith(root)) return false
    const asset = parts.assets.get(req.path.slice(root.length))
    if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return false
    res.setHeaders(new Map(securityHeaders[parts.world.config.mode]))
    res.setHeader('X-Request-Id', requestId)
    res.setHeader('ETag', asset.etag)
    res.setHeader('Cache-Control', 'public, max-age=300')
    if (req.get('if-none-match') === asset.etag) {
      res.status(304).end()
      return true
    }
    res.setHeader('Content-Type', asset.type)
    res.setHeader('Content-Length', asset.body.length)
    // Node leaves the body out of what answers HEAD.
    res.end(asset.body)
    return true
  }
