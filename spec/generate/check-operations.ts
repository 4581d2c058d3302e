// What every operation must say, beyond what OpenAPI itself asks for.
import { isOutsideAccounts, takesConfined } from './added-refusals.ts'
import type { Contract, Entry, Operation } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'
import type { RefusalTable, RefusalTables } from './refusals.ts'
import { declaredCodes, refusingContent } from './refusals.ts'

/** Names, tags, security and refusals. One sentence a problem. */
export const operationProblems = (contract: Contract, tables: RefusalTables): string[] =>
  entriesOf(contract).flatMap((entry) => {
    const table = tables[entry.surface]
    return [
      ...formProblems(entry),
      ...confinementProblems(contract, entry),
      ...(table
        ? [...refusalProblems(contract, entry, table), ...missingRefusals(entry, table)]
        : [`${entry.id}: surface "${entry.surface}" has no errors.yaml`]),
    ]
  })

const formProblems = ({ id, surface, operation, responses }: Entry): string[] => {
  const problems: string[] = []
  const tags = operation.tags ?? []
  if (!/^[a-z]+\.[a-z][A-Za-z0-9]*$/.test(operation.operationId ?? '')) {
    problems.push(`${id}: the operation id must have the form surface.verbNoun`)
  }
  if (tags.length !== 1) problems.push(`${id}: has ${tags.length} tags instead of one`)
  for (const tag of tags) {
    if (!/^[a-z]+\.[a-z][a-z0-9-]*$/.test(tag)) problems.push(`${id}: tag "${tag}" must have the form surface.resource`)
    else if (tag.split('.')[0] !== surface) problems.push(`${id}: tag "${tag}" belongs to another surface`)
  }
  if (!operation.summary) problems.push(`${id}: has no summary`)
  if (!operation.description) problems.push(`${id}: has no description`)
  if (!operation.security) problems.push(`${id}: does not say its security (write "security: []" for none)`)
  if (responses.size === 0) problems.push(`${id}: has no responses`)
  return [...problems, ...opennessProblems(id, operation)]
}

/** Why an operation may need no credential: it is meant for everybody, or it is where credentials come from. */
const openings: Record<string, string> = {
  published: 'what everybody may read',
  'sign-in': 'who calls has no credential yet, or shows it in the body',
  'mailed-link': 'the token of the link is the credential',
  sandbox: 'it does not exist in production',
}

/** An operation without a credential is meant so, and says it. */
const opennessProblems = (id: string, operation: Operation): string[] => {
  const isOpen = operation.security?.length === 0
  const reason = operation['x-open']
  if (isOpen && !(reason && reason in openings)) {
    const words = Object.entries(openings).map(([word, meaning]) => `"${word}" (${meaning})`)
    return [`${id}: needs no credential; say why in "x-open": ${words.join(', ')}`]
  }
  return !isOpen && reason ? [`${id}: has "x-open" but asks for a credential`] : []
}

/** `x-confined` stands where a confined session could ask and no account is named that it is judged by. */
const confinementProblems = (contract: Contract, entry: Entry): string[] => {
  const { id, path, operation } = entry
  if (operation['x-confined'] === undefined) return []
  const isAsked = takesConfined(entry, contract) && isOutsideAccounts({ path, operation: {} })
  return isAsked ? [] : [`${id}: has "x-confined" but names an account, or takes no session that could be confined`]
}

const refusalProblems = (contract: Contract, { id, surface, responses }: Entry, table: RefusalTable): string[] =>
  [...responses].flatMap(([status, response]) =>
    refusingContent(status, response, table)
      .flatMap((media) => Object.entries(media.examples ?? {}))
      .flatMap(([code, example]) => {
        const refusal = table.refusals[code]
        if (!refusal) return [`${id}: ${status} uses "${code}", which ${surface}/errors.yaml does not have`]
        const stated = resolve(contract, example)['x-status']
        if (stated !== refusal.status) return [`${id}: ${status} "${code}" is not the entry of ${surface}/errors.yaml`]
        return String(refusal.status) === status
          ? []
          : [`${id}: "${code}" has x-status ${refusal.status} but stands under ${status}`]
      }),
  )

const missingRefusals = (entry: Entry, table: RefusalTable): string[] => {
  const { id, operation, body } = entry
  // Also where nothing is taken: a query that is no text is refused before anybody asks what is in it.
  const wanted = ['invalid_request', 'internal']
  // Liveness needs nothing that could be away.
  if (id !== 'service.getLiveness') wanted.push('unavailable')
  if (body) wanted.push('payload_too_large', 'unsupported_media_type')
  const said = declaredCodes(entry, table)
  const problems = wanted
    .filter((code) => !said.some((one) => one.code === code))
    .map((code) => `${id}: does not declare the refusal "${code}" (${table.refusals[code]?.status ?? 'unknown'})`)

  const security = operation.security ?? []
  const optional = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)
  // Whoever is known has a limit of calls.
  if (security.some((requirement) => Object.keys(requirement).length > 0) && !operation['x-sandbox']) {
    if (!said.some(({ code }) => code === 'too_many_requests')) {
      problems.push(`${id}: knows who calls but does not declare the refusal "too_many_requests"`)
    }
  }
  if (!optional && !said.some(({ status }) => status === '401')) {
    problems.push(`${id}: asks for credentials but declares no refusal under 401`)
  }
  return problems
}
