// Refusals that come before anything of an operation is looked at: said here, once, for each operation that they can meet.
import type { Contract, Described, Entry, Response } from './contract.ts'
import { entriesOf } from './contract.ts'
import type { RefusalTables } from './refusals.ts'

interface Added {
  readonly code: string
  readonly words: string
  readonly meets: (entry: Entry, contract: Contract) => boolean
}

const added: readonly Added[] = [
  {
    code: 'origin_not_allowed',
    words: 'A page of another site asks.',
    /** Pages may ask for what changes nothing, and for what checks by itself where a request is from. */
    meets: ({ method, operation }) =>
      operation['x-sandbox'] === true ||
      operation['x-local-in-sandbox'] === true ||
      (!['get', 'head', 'options'].includes(method) && operation['x-any-origin'] === undefined),
  },
  {
    code: 'session_confined',
    words: 'The session acts in one account alone, and this is outside it.',
    meets: (entry, contract) => isOutsideAccounts(entry) && takesConfined(entry, contract),
  },
]

/** Adds each refusal to the operations that can answer with it and do not say so themselves. */
export const declareAddedRefusals = (contract: Contract, tables: RefusalTables): void => {
  for (const refusal of added) {
    for (const entry of entriesOf(contract)) if (refusal.meets(entry, contract)) declare(entry, refusal, tables)
  }
  dropUnused(contract)
}

const declare = (entry: Entry, { code, words }: Added, tables: RefusalTables): void => {
  const table = tables[entry.surface]
  const refusal = table?.refusals[code]
  if (!table || !refusal) return
  const status = String(refusal.status)
  const declared = entry.responses.get(status)
  const media = declared?.content?.[table.mediaType]
  if (media?.examples && code in media.examples) return
  const said = media ?? mediaOf(entry, table.mediaType)
  if (!said) return
  const example = { 'x-status': refusal.status, value: refusal.body }
  const response: Response = {
    description: declared?.description ? `${declared.description.trim()} Or: ${words}` : words,
    headers: declared?.headers ?? { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } },
    content: {
      ...declared?.content,
      [table.mediaType]: { ...said, examples: { ...media?.examples, [code]: example } },
    },
  }
  entry.operation.responses = { ...entry.operation.responses, [status]: response }
}

/** Answers that stood in `components` and that every operation now says for itself. */
const dropUnused = ({ paths, components = {} }: Contract): void => {
  const used = JSON.stringify(paths)
  const responses = components.responses ?? {}
  components.responses = Object.fromEntries(
    Object.entries(responses).filter(([name]) => used.includes(`"#/components/responses/${name}"`)),
  )
}

/** Names no account, whose rule would ask whether the session acts there, and does not say that it may be asked for all the same. */
export const isOutsideAccounts = ({ path, operation }: Pick<Entry, 'path' | 'operation'>): boolean =>
  !path.includes('{account_id}') && operation['x-confined'] === undefined

/** Whether a session may ask that is confined to an account. */
export const takesConfined = ({ operation }: Entry, { components = {} }: Contract): boolean =>
  (operation.security ?? []).some((alternative) =>
    Object.keys(alternative).some((name) => {
      const scheme = components.securitySchemes?.[name] as { 'x-confinable'?: boolean } | undefined
      return scheme?.['x-confinable'] === true
    }),
  )

/** How the operation's surface says no: as another refusal of the same operation does. */
const mediaOf = ({ responses }: Entry, mediaType: string): Described | undefined => {
  const schema = [...responses].find(([status]) => /^[45]/.test(status))?.[1].content?.[mediaType]?.schema
  return schema && { schema }
}
