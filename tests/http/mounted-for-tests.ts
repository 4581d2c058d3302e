// What a server really answers to, laid beside what its contract says.
import type { Express, Router } from 'express'
import { type Surface, operations } from '../../generated/operations.ts'
import type { Document, OperationTable } from '../../server/http/document.ts'
import { createRoutes } from '../../server/http/routes.ts'

/** A layer of Express's router, as far as it tells where it stands. */
interface Layer {
  readonly name: string
  readonly handle: { readonly stack?: Layer[] }
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> }
  match(path: string): boolean
}

/**
 * What is mounted in Express, in order. The app has one layer and no routes: a handler added by hand is a route, a
 * router below a path, or one layer more.
 */
export const mounted = (app: Pick<Express, 'router'> | Router): string[] =>
  ((('router' in app ? app.router : app) as unknown as { stack: Layer[] }).stack ?? []).flatMap((layer) => {
    if (layer.route) {
      return Object.keys(layer.route.methods).map((method) => `${method.toUpperCase()} ${layer.route!.path}`)
    }
    const inner = layer.handle.stack ? mounted(layer.handle as unknown as Router) : []
    return inner.length > 0 ? inner.map((route) => `below ${layer.name}: ${route}`) : [nameOf(layer)]
  })

const nameOf = (layer: Layer): string => (layer.match('/anywhere') ? layer.name : 'below one path')

type Handlers = { readonly [S in Surface]: { readonly handlers: object } }

/** How routes, handlers and contract differ, a sentence each; nothing when each has what the others have. */
export const routeProblems = (
  document: Document,
  surfaces: Handlers,
  table: OperationTable = operations,
): readonly string[] => {
  const said = new Map<string, string>()
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const id = (operation as { operationId?: string }).operationId
      if (id) said.set(`${method.toUpperCase()} ${path}`, id)
    }
  }
  const routed = new Map(Object.entries(table).map(([id, { method, path }]) => [`${method.toUpperCase()} ${path}`, id]))
  const find = createRoutes(() => true, table)
  const handled = new Set(
    Object.entries(surfaces).flatMap(([surface, { handlers }]) =>
      Object.keys(handlers).map((verb) => `${surface}.${verb}`),
    ),
  )
  const ids = new Set(said.values())
  return [
    ...[...said].flatMap(([line, id]) => {
      const [method, path] = line.split(' ') as [string, string]
      // No segment of the contract's looks like this, so only the template itself can be meant.
      const found = find(method, path.replaceAll(/\{\w+\}/g, '~'))
      if (!found?.match) return [`${line} is in the contract and leads nowhere`]
      return found.match.id === id ? [] : [`${line} is ${id} in the contract and leads to ${found.match.id}`]
    }),
    ...[...routed].flatMap(([line, id]) => (said.has(line) ? [] : [`${line} leads to ${id}, out of contract`])),
    ...[...ids].filter((id) => !handled.has(id)).map((id) => `${id} is in the contract and nothing handles it`),
    ...[...handled].filter((id) => !ids.has(id)).map((id) => `${id} is handled, and no contract has it`),
  ]
}
