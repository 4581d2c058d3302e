import type { Request, Response } from 'express'
import type { RequestContext } from '../request-context.ts'
import type { AppParts } from './app-parts.ts'
import { securityHeaders } from './security-headers.ts'

/** Serves the files below /assets/, which are no operations. */
export const serveAssets =
  <Ctx extends RequestContext>(parts: AppParts<Ctx>) =>
  (req: Request, res: Response, next: () => void) => {
    const asset = parts.assets.get(req.path.slice(1))
    if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
    res.setHeaders(new Map(securityHeaders[parts.world.config.mode]))
    res.setHeader('X-Request-Id', res.locals.requestId as string)
    res.setHeader('ETag', asset.etag)
    res.setHeader('Cache-Control', 'public, max-age=300')
    if (req.get('if-none-match') === asset.etag) {
      res.status(304).end()
      return
    }
    res.setHeader('Content-Type', asset.type)
    res.setHeader('Content-Length', asset.body.length)
    // Node leaves the body out of what answers HEAD.
    res.end(asset.body)
  }
