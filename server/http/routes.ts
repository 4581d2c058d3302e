// Which operation a request is for. One look-up for static paths; templates are found by what stands before their first name.
import { type Surface, operations } from '../../generated/operations.ts'
import type { OperationTable } from './document.ts'

export interface Match {
  readonly id: string
  readonly params: Record<string, string>
}

/** `allow` are the methods that the path takes (RFC 9110 section 10.2.1). */
export type Found = { readonly match?: Match; readonly allow: readonly string[] } | undefined

interface Route {
  /** Of a template: what stands before its first name, as `/api/accounts/`. */
  readonly start: string
  /** The segments from there on; one that has a name stands for any other. */
  readonly segments: readonly { readonly text: string; readonly name: string | undefined }[]
  /** The least wins: more fixed segments first, so that /members/invite wins over /members/{id}; of as many, those further left. */
  readonly rank: number
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
  /** By their start. */
  const templates = new Map<string, Route[]>()
  const routes = new Map<string, Route>()
  for (const [id, { method, path }] of Object.entries(table)) {
    if (!isServed(id)) continue
    const route = routes.get(path) ?? routeOf(path)
    routes.set(path, route)
    route.methods.set(method.toUpperCase(), id)
  }
  for (const [path, route] of routes) {
    // RFC 9110 section 9.3.2: HEAD is GET without the body.
    const get = route.methods.get('GET')
    if (get && takesHead(get)) route.methods.set('HEAD', get)
    route.allow = [...route.methods.keys(), 'OPTIONS']
    const { start } = route
    if (start === path) fixed.set(path, route)
    else
      templates.set(
        start,
        [...(templates.get(start) ?? []), route].sort((a, b) => a.rank - b.rank),
      )
  }
  const lengths = new Set([...templates.keys()].map(({ length }) => length))
  return (method, path) => {
    const route = fixed.get(path)
    if (route) return answer(route, method, {})
    let found: { readonly route: Route; readonly params: Record<string, string> } | undefined
    for (let slash = 0; slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (!lengths.has(slash + 1)) continue
      for (const template of templates.get(path.slice(0, slash + 1)) ?? []) {
        if (found && found.route.rank <= template.rank) break
        const params = fill(template, path)
        if (params) found = { route: template, params }
      }
    }
    return found && answer(found.route, method, found.params)
  }
}

const routeOf = (path: string): Route => {
  const segments = path.split('/').map((text) => ({ text, name: /^\{(.+)\}$/.exec(text)?.[1] }))
  const holes = segments.filter(({ name }) => name !== undefined).length
  const rank = holes * 100 - segments.findIndex(({ name }) => name !== undefined)
  const start = path.split('{')[0]!
  return { start, segments: segments.slice(start.split('/').length - 1), rank, methods: new Map(), allow: [] }
}

/** Reads a path behind the start of a template. */
const fill = ({ start, segments }: Route, path: string): Record<string, string> | undefined => {
  const params: Record<string, string> = {}
  let at = start.length
  for (const [index, { text, name }] of segments.entries()) {
    const slash = path.indexOf('/', at)
    if ((slash === -1) !== (index === segments.length - 1)) return undefined
    const segment = slash === -1 ? path.slice(at) : path.slice(at, slash)
    at = slash + 1
    if (name === undefined ? text !== segment : segment === '') return undefined
    if (name !== undefined) params[name] = segment
  }
  if (path.includes('%')) for (const name of Object.keys(params)) params[name] = decodeURIComponent(params[name]!)
  return params
}

const answer = (route: Route, method: string, params: Record<string, string>): Found => {
  const id = route.methods.get(method)
  return id === undefined ? { allow: route.allow } : { match: { id, params }, allow: route.allow }
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
