// Which operation a request is for. One look-up for static paths; templates are few and told apart by their length.
import { type Surface, operations } from '../../generated/operations.ts'
import type { OperationTable } from './document.ts'

export interface Match {
  readonly id: string
  readonly params: Record<string, string>
}

/** `allow` are the methods that the path takes (RFC 9110 section 10.2.1). */
export type Found = { readonly match?: Match; readonly allow: readonly string[] } | undefined

interface Route {
  readonly segments: readonly string[]
  readonly methods: Map<string, string>
  allow: readonly string[]
}

/** Finds the operation, or the methods its path takes, or nothing. Throws URIError on a malformed escape. */
export type FindRoute = (method: string, path: string) => Found

/** Paths match to the letter: no trailing slash, no empty or dotted segment, no second spelling. */
export const createRoutes = (
  isServed: (id: string) => boolean,
  table: OperationTable = operations,
  takesHead: (id: string) => boolean = () => true,
): FindRoute => {
  const fixed = new Map<string, Route>()
  const templates = new Map<number, Route[]>()
  for (const [id, { method, path }] of Object.entries(table)) {
    if (isServed(id)) routeOf(path, fixed, templates).methods.set(method.toUpperCase(), id)
  }
  for (const route of [...fixed.values(), ...[...templates.values()].flat()]) {
    // RFC 9110 section 9.3.2: HEAD is GET without the body.
    const get = route.methods.get('GET')
    if (get && takesHead(get)) route.methods.set('HEAD', get)
    route.allow = [...route.methods.keys(), 'OPTIONS']
  }
  return (method, path) => {
    const route = fixed.get(path)
    if (route) return answer(route, method, {})
    const segments = path.split('/')
    for (const template of templates.get(segments.length) ?? []) {
      const params = fill(template.segments, segments)
      if (params) return answer(template, method, params)
    }
    return undefined
  }
}

const routeOf = (path: string, fixed: Map<string, Route>, templates: Map<number, Route[]>): Route => {
  const segments = path.split('/')
  const isTemplate = path.includes('{')
  const siblings = templates.get(segments.length) ?? []
  const known = isTemplate ? siblings.find((route) => route.segments.join('/') === path) : fixed.get(path)
  if (known) return known
  const route: Route = { segments, methods: new Map(), allow: [] }
  if (!isTemplate) fixed.set(path, route)
  // More fixed segments first, so that /members/invite wins over /members/{id}; of as many, those further left.
  else
    templates.set(
      segments.length,
      [...siblings, route].sort((a, b) => holes(a) - holes(b) || firstHole(b) - firstHole(a)),
    )
  return route
}

const firstHole = (route: Route): number => route.segments.findIndex((segment) => segment.startsWith('{'))

const holes = (route: Route): number => route.segments.filter((segment) => segment.startsWith('{')).length

const fill = (template: readonly string[], segments: readonly string[]): Record<string, string> | undefined => {
  const params: Record<string, string> = {}
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? ''
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined
    } else {
      if (segment === '') return undefined
      params[part.slice(1, -1)] = decodeURIComponent(segment)
    }
  }
  return params
}

const answer = (route: Route, method: string, params: Record<string, string>): Found => {
  const id = route.methods.get(method)
  return { ...(id && { match: { id, params } }), allow: route.allow }
}

/** Unknown addresses are refused in the words of the surface whose root they are under. */
export const surfaceOf = (path: string): Surface => roots.find(([root]) => root.test(path))?.[1] ?? 'account'

const roots: readonly (readonly [RegExp, Surface])[] = [
  [/^\/(oauth2|\.well-known)(\/|$)/, 'oauth'],
  [/^\/api\/v1(\/|$)/, 'app'],
  [/^\/api\/platform(\/|$)/, 'platform'],
  [/^\/scim(\/|$)/, 'scim'],
  [/^\/(api\/auth|auth\/hosted)(\/|$)/, 'project'],
  [/^\/(sandbox|health|docs|openapi\.json)(\/|$)|^\/$/, 'service'],
]
