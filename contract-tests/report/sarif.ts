// The run as SARIF 2.1.0: what is broken, at its line of the contract, as code scanning reads it.
import { createHash } from 'node:crypto'
import { type OperationId, operations } from '../../generated/operations.ts'
import { bundlePlaceOf } from '../harness/words/spec-lines.ts'
import { type Outcome, type Report, placeIn } from './report.ts'
import { problemIn } from './baseline.ts'

const resultOf = ({ name, operation, reason, isKnown }: Outcome) => {
  // Code scanning shows no result without a place.
  const place = placeIn(reason) ?? bundlePlaceOf(operation)
  return {
    ruleId: operation ?? 'flows',
    level: isKnown ? 'note' : 'error',
    message: { text: `${name}\n${reason}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: place.file }, region: { startLine: place.line } } }],
    partialFingerprints: {
      'conformance/v1': createHash('sha256')
        .update(`${name}\n${problemIn(reason)}`)
        .digest('hex'),
    },
    // Of all results or of none, says SARIF (section 3.27.23): an empty list is one that was looked at.
    suppressions: isKnown ? [{ kind: 'external', justification: 'It stands in the baseline.' }] : [],
  }
}

const ruleOf = (id: OperationId | 'flows') => ({
  id,
  shortDescription: {
    text:
      id === 'flows'
        ? 'Flows over several operations'
        : `${operations[id].method.toUpperCase()} ${operations[id].path}`,
  },
})

/** The whole document. */
export const toSarif = ({ tests, contract }: Report): string => {
  const failed = tests.filter(({ result }) => result === 'failed')
  const driver = {
    name: 'countersign-conform',
    semanticVersion: contract.version,
    rules: [...new Set(failed.map(({ operation }) => operation ?? ('flows' as const)))].map(ruleOf),
  }
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: failed.map(resultOf) }],
  })
}
