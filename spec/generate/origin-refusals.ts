// Every operation that changes something refuses pages of other sites, before it looks at anything: said here, once.
import type { Contract, Described, Entry, Response } from './contract.ts'
import { entriesOf } from './contract.ts'
import type { RefusalTables } from './refusals.ts'

const code = 'origin_not_allowed'
const words = 'A page of another site asks.'

/** Adds the refusal to each operation that can answer with it and does not say so itself. */
export const declareOriginRefusals = (contract: Contract, tables: RefusalTables): void => {
  for (const entry of entriesOf(contract)) {
    const table = tables[entry.surface]
    const refusal = table?.refusals[code]
    if (!table || !refusal || !refusesPages(entry)) continue
    const declared = entry.responses.get('403')
    const media = declared?.content?.[table.mediaType]
    if (media?.examples && code in media.examples) continue
    const said = media ?? mediaOf(entry, table.mediaType)
    if (!said) continue
    const example = { 'x-status': refusal.status, value: refusal.body }
    const response: Response = {
      description: declared?.description ? `${declared.description.trim()} Or: ${words}` : words,
      headers: declared?.headers ?? { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } },
      content: {
        ...declared?.content,
        [table.mediaType]: { ...said, examples: { ...media?.examples, [code]: example } },
      },
    }
    entry.operation.responses = { ...entry.operation.responses, 403: response }
  }
  dropUnused(contract)
}

/** Answers that stood in `components` and that every operation now says for itself. */
const dropUnused = ({ paths, components = {} }: Contract): void => {
  const used = JSON.stringify(paths)
  const responses = components.responses ?? {}
  components.responses = Object.fromEntries(
    Object.entries(responses).filter(([name]) => used.includes(`"#/components/responses/${name}"`)),
  )
}

/** Pages may ask for what changes nothing, and for what checks by itself where a request is from. */
const refusesPages = ({ method, operation }: Entry): boolean =>
  operation['x-sandbox'] === true ||
  operation['x-local-in-sandbox'] === true ||
  (!['get', 'head', 'options'].includes(method) && operation['x-any-origin'] === undefined)

/** How the operation's surface says no: as another refusal of the same operation does. */
const mediaOf = ({ responses }: Entry, mediaType: string): Described | undefined => {
  const schema = [...responses].find(([status]) => /^[45]/.test(status))?.[1].content?.[mediaType]?.schema
  return schema && { schema }
}
