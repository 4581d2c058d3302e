// What GitHub shows of a run: annotations beside the code, and the summary of the job.
import { appendFileSync } from 'node:fs'
import { type Outcome, type Report, placeIn } from './report.ts'

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** GitHub shows no more of one step. */
const most = 10

const annotation = ({ name, reason, isKnown }: Outcome): string => {
  const place = placeIn(reason)
  const where = place ? `file=${escapeProperty(place.file)},line=${place.line},` : ''
  return `::${isKnown ? 'notice' : 'error'} ${where}title=${escapeProperty(name)}::${escapeData(reason)}\n`
}

/** New breaks first: one line of the log each. */
export const toAnnotations = ({ tests }: Report): string => {
  const failed = tests.filter(({ result }) => result === 'failed')
  const [known, fresh] = [failed.filter(({ isKnown }) => isKnown), failed.filter(({ isKnown }) => !isKnown)]
  return [...fresh, ...known].slice(0, most).map(annotation).join('')
}

/**
 * What a server says is text, and no command to the runner that reads this log: it takes `::` for one at the beginning of a line and
 * `##[` anywhere, and a carriage return ends a line for it. Nor is it one to a terminal, which takes control characters for that.
 */
export const harmless = (text: string): string =>
  text
    .replaceAll('\r', ' ')
    .replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('##[', '##\u200b[')
    .replace(/^(\s*)(?=::)/gm, '$1| ')

const cell = (text: string) =>
  text.replace(/[\\`|<>*_[\]&]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\n', ' ')

/** As many as somebody reads. */
const longest = 30

/** The run as Markdown. */
export const toSummary = (report: Report): string => {
  const { totals, tests, absent, targets, mended } = report
  const failed = tests.filter(({ result }) => result === 'failed')
  const known = failed.filter(({ isKnown }) => isKnown)
  const fresh = failed.filter(({ isKnown }) => !isKnown)
  const rows = fresh
    .slice(0, longest)
    .map(({ name, reason }) => `| ${cell(name)} | ${cell(reason.split('\n')[0] ?? '')} |`)
  const more = fresh.length > longest ? [`\n… and ${fresh.length - longest} more.`] : []
  return [
    `## ${fresh.length > 0 ? `${fresh.length} broken` : 'Nothing new is broken'}: ${cell(targets.map(({ address }) => address).join(', '))}`,
    '',
    `${totals.passed} kept, ${fresh.length} broken, ${known.length} known, ${mended.length} mended, ${totals.skipped} not asked; absent operations: ${absent.length}.`,
    ...(rows.length > 0 ? ['', '| case | what is broken |', '| --- | --- |', ...rows, ...more] : []),
    ...(mended.length > 0
      ? [
          '',
          'Mended, and can be taken out of the baseline:',
          '',
          ...mended.map((one) => `- ${cell(one.case)}: ${cell(one.problem)}`),
        ]
      : []),
    '',
  ].join('\n')
}

/** Where GitHub runs this, it shows what is broken beside the contract, and the sum of it on the page of the run. */
export const tellGitHub = (report: Report): void => {
  const { GITHUB_ACTIONS: isThere, GITHUB_STEP_SUMMARY: summary } = process.env
  if (isThere !== 'true') return
  process.stdout.write(toAnnotations(report))
  if (summary) appendFileSync(summary, toSummary(report))
}
