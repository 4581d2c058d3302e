// The steps of the sign-in page repeat the request of their app: one that takes less of it drops the rest on the way.
import type { Contract, Parameter } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

const start = '/oauth2/authorize'

/** One sentence a step that has other request parameters than the page itself. */
export const stepProblems = (contract: Contract): string[] => {
  const wanted = requestOf(contract, start)
  // What names no client repeats no request: the link in a mail knows its own.
  const steps = entriesOf(contract).filter(
    ({ path, parameters }) =>
      path.startsWith(`${start}/`) &&
      parameters.some(({ name, in: place }) => place === 'query' && name === 'client_id'),
  )
  return [...new Set(steps.map(({ path }) => path))].flatMap((path) => {
    const has = requestOf(contract, path)
    const missing = wanted.filter((name) => !has.includes(name))
    const more = has.filter((name) => !wanted.includes(name))
    return [
      ...missing.map((name) => `${path}: drops the request parameter ${name} of ${start}`),
      ...more.map((name) => `${path}: takes the request parameter ${name}, which ${start} does not`),
    ]
  })
}

/** The names in the query that all operations of a path share. */
const requestOf = (contract: Contract, path: string): string[] =>
  ((contract.paths?.[path]?.parameters ?? []) as Parameter[])
    .map((parameter) => resolve(contract, parameter))
    .filter(({ in: place }) => place === 'query')
    .map(({ name }) => name)
