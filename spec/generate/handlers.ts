// What answers a surface's operations, collected from its files: one a resource, called as the resource is. And all surfaces.
import { entriesOf, type Contract } from './contract.ts'
import { banner, prettify } from './tables.ts'

/** Text of `server/surfaces/<surface>/handlers.ts`, by surface. A resource without its file does not compile. */
export const renderHandlers = async (contract: Contract): Promise<ReadonlyMap<string, string>> => {
  const resources = new Map<string, Set<string>>()
  for (const { surface, operation } of entriesOf(contract)) {
    const resource = operation.tags?.[0]?.slice(surface.length + 1) ?? ''
    resources.set(surface, (resources.get(surface) ?? new Set()).add(resource))
  }
  const texts = [...resources].map(
    async ([surface, names]) => [surface, await render(surface, [...names].sort())] as const,
  )
  return new Map(await Promise.all(texts))
}

const render = (surface: string, resources: readonly string[]): Promise<string> =>
  prettify(`// ${banner}
import type { Handlers } from '../handle.ts'
${resources.map((name) => `import * as ${toVariable(name)} from './${name}.ts'`).join('\n')}

export const handlers: Handlers<'${surface}'> = { ${resources.map((name) => `...${toVariable(name)}`).join(', ')} }
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
