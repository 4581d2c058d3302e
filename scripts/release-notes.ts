// What a release says of itself, for the workflow that makes it: node scripts/release-notes.ts v1.2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../spec/generate/run.ts'

/** What CHANGELOG.md says of a version; a sentence that says what to do where the tag is not ready to be released. */
export const releaseNotes = (
  tag: string,
  { version, changelog }: { readonly version: string; readonly changelog: string },
): { readonly notes: string } | { readonly problem: string } => {
  if (tag !== `v${version}`) {
    return {
      problem: `The tag is ${tag} and the version ${version}: raise the version first, as CONTRIBUTING.md says.`,
    }
  }
  const parts = changelog.split(/^## /m).slice(1)
  const part = parts.find((text) => text.startsWith(`${version} `) || text.startsWith(`[${version}] `))
  const notes = part?.slice(part.indexOf('\n')).trim()
  return notes
    ? { notes }
    : { problem: `CHANGELOG.md says nothing of ${version}: give "Unreleased" its version and day.` }
}

if (import.meta.main) {
  const read = (name: string) => readFileSync(join(root, name), 'utf8')
  const { version } = JSON.parse(read('package.json')) as { version: string }
  const made = releaseNotes(process.argv[2] ?? '', { version, changelog: read('CHANGELOG.md') })
  if ('problem' in made) {
    console.error(made.problem)
    process.exitCode = 1
  } else {
    console.log(made.notes)
  }
}
