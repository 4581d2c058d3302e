// An answer that refuses names only the codes that it has an example for: here each gets a schema that says so.
import type { Contract, Described, Response, Schema } from './contract.ts'
import { entriesOf } from './contract.ts'
import type { RefusalTable, RefusalTables } from './refusals.ts'
import { refusingContent } from './refusals.ts'

/**
 * The contract with a schema of its own for each refusing response: the surface's error schema, its code an enumeration, in its place.
 * A copy and no `allOf`: generators of clients make a plain type of it, and lose the code's values over an `allOf`.
 */
export const narrowRefusals = (source: Contract, tables: RefusalTables): Contract => {
  const contract = structuredClone(source)
  const schemas = ((contract.components ??= {}).schemas ??= {}) as Record<string, Schema>
  const shared = (contract.components.responses ?? {}) as Record<string, Response>
  const narrowed = new Set<Response>()
  const bases = new Set<string>()

  for (const { id, surface, operation } of entriesOf(contract)) {
    const table = tables[surface]
    if (!table) continue
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      const component = response.$ref?.split('/').at(-1)
      const stated = component === undefined ? response : shared[component]
      if (!stated || narrowed.has(stated)) continue
      narrowed.add(stated)
      const name = component ?? `${typeName(id)}${status}`
      for (const media of refusingContent(status, stated, table)) {
        const base = narrow(schemas, media, name, table)
        if (base) bases.add(base)
      }
    }
  }
  const text = JSON.stringify(contract)
  for (const base of bases) if (!text.includes(`"#/components/schemas/${base}"`)) delete schemas[base]
  return contract
}

/** `account.signIn` as `AccountSignIn`. */
const typeName = (id: string): string =>
  id
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** Answers the name of the schema that it took. */
const narrow = (
  schemas: Record<string, Schema>,
  media: Described,
  name: string,
  table: RefusalTable,
): string | undefined => {
  const base = media.schema?.$ref?.split('/').at(-1)
  const schema = base === undefined ? undefined : schemas[base]
  const code = schema?.properties?.[table.codeProperty]
  if (!schema || !code) return undefined
  const codes = Object.keys(media.examples ?? {}).map(
    (example) => (table.refusals[example]?.body as Record<string, unknown> | undefined)?.[table.codeProperty],
  )
  const own = `${name}${/(Problem|Error)$/.exec(base!)?.[0] ?? ''}`
  schemas[own] = {
    ...schema,
    properties: { ...schema.properties, [table.codeProperty]: { ...code, enum: [...new Set(codes)].sort() } },
  }
  media.schema = { $ref: `#/components/schemas/${own}` }
  return base
}
