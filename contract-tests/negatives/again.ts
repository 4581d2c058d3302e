import { seed } from './random.ts'

/** The one command that repeats a test alone, or all below a title, with the same values. Vitest joins titles so. */
export const again = (target: string, operation: string, title?: string): string => {
  const whole = [`negatives on ${target}`, operation, ...(title ? [title] : [])].join(' > ')
  const pattern = whole.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + (title ? '$' : ' >')
  return `again: NEGATIVES_SEED=${seed} npm test -- --project negatives -t '${pattern.replaceAll("'", `'\\''`)}'`
}
