// Another commit beside this one, in a work tree of its own: `--compare REV`.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { say } from './race.ts'

const run = promisify(execFile)
const here = join(import.meta.dirname, '..')

export interface Tree {
  /** As it stands in the table: `at REV`. */
  readonly name: string
  readonly root: string
}

/** Checks a commit out beside this one, with its packages. `remove` takes it away again. */
export const openTree = async (revision: string): Promise<Tree & { remove(): Promise<void> }> => {
  const git = (...args: string[]) => run('git', args, { cwd: here })
  const { stdout } = await git('rev-parse', '--short', '--verify', `${revision}^{commit}`)
  const commit = stdout.trim()
  const root = join(mkdtempSync(join(tmpdir(), 'bench-')), commit)
  await git('worktree', 'add', '--detach', root, commit)
  const remove = async () => {
    await git('worktree', 'remove', '--force', root)
    rmSync(join(root, '..'), { recursive: true, force: true })
  }
  try {
    const isSame = await git('diff', '--quiet', commit, '--', 'package-lock.json').then(
      () => true,
      () => false,
    )
    if (isSame) await lendPackages(root)
    else {
      say(`${commit} has other packages: they are installed.`)
      await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: root })
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { name: `at ${commit}`, root, remove }
}

/** The server asks for no package of this repository by its name, so that those of both trees are the same. */
const lendPackages = async (root: string): Promise<void> => {
  const { stdout } = await run('git', ['ls-files', 'package.json', '*/package.json'], { cwd: here })
  for (const file of stdout.trim().split('\n')) {
    const packages = join(file, '..', 'node_modules')
    if (existsSync(join(here, packages))) symlinkSync(join(here, packages), join(root, packages))
  }
}
