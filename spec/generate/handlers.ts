// What answers a surface's operations, collected from its files: one a resource, called as the resource is. And all surfaces.
import { entriesOf, type Contract } from './contract.ts'
import { banner, prettify } from './tables.ts'

/** Text of `server/surfaces/<surface>/handlers.ts`, by surface. A resource without its file, or that lacks an operation, does not compile. */
export const renderHandlers = async (contract: Contract): Promise<ReadonlyMap<string, string>> => {
  const surfaces = new Map<string, Map<string, string[]>>()
  for (const { surface, operation } of entriesOf(contract)) {
    const { operationId: id = '', tags: [tag = ''] = [] } = operation
    const resource = tag.slice(surface.length + 1)
    const resources = surfaces.get(surface) ?? new Map<string, string[]>()
    resources.set(resource, [...(resources.get(resource) ?? []), id.slice(surface.length + 1)])
    surfaces.set(surface, resources)
  }
  const texts = [...surfaces].map(
    async ([surface, resources]) => [surface, await render(surface, [...resources].sort())] as const,
  )
  return new Map(await Promise.all(texts))
}

const render = (surface: string, resources: readonly (readonly [name: string, verbs: readonly string[]])[]) =>
  prettify(`// ${banner}
import { once } from '../../model/once.ts'
import type { Handlers } from '../handle.ts'

/** Its files, one a resource. Each is read when one of its operations is first asked. */
export const resources = {
${resources.map(([name]) => `${toVariable(name)}: once(() => import('./${name}.ts')),`).join('\n')}
}

export const handlers: Handlers<'${surface}'> = {
${resources.flatMap(([name, verbs]) => verbs.map((verb) => `${verb}: async (input, ctx) => (await resources.${toVariable(name)}()).${verb}(input, ctx),`)).join('\n')}
}
`)

/** Text of `server/surfaces/surfaces.ts`. A surface without its `index.ts` does not compile. */
export const renderSurfaces = (contract: Contract): Promise<string> => {
  const names = [...new Set(entriesOf(contract).map(({ surface }) => surface))].sort()
  return prettify(`// ${banner}
${names.map((name) => `import { ${toVariable(name)} } from './${name}/index.ts'`).join('\n')}

/** All that the service speaks. */
export const surfaces = { ${names.map(toVariable).join(', ')} }
`)
}

const toVariable = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
