import { operationIn } from '../harness/requests/selection.ts'
import { quoted } from '../harness/words/curl.ts'
import { seed } from './random.ts'

/** The one command that repeats a test alone, or all below a title, with the same values. Vitest joins titles so. */
export const again = (target: string, subject: string, title?: string): string => {
  const name = [`negatives on ${target}`, subject, title ?? ''].join(' > ')
  const kit = process.env.CONFORM_AGAIN
  if (kit) return `again: ${kit} --operation ${operationIn(name)} --case ${quoted(name)} --negatives-seed ${seed}`
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + (title ? '$' : '')
  const where = target === 'remote' ? `TARGET_URL=${quoted(process.env.TARGET_URL ?? '')} ` : ''
  return `again: ${where}NEGATIVES_SEED=${seed} npm test -- --project negatives -t ${quoted(pattern)}`
}
