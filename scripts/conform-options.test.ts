import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations } from '../generated/operations.ts'
import { type Options, exitCodes, readOptions } from '../contract-tests/cli/options.ts'

const url = 'http://localhost:3000'

describe('the options of the kit', () => {
  it('take everything from one URL, of either place', () => {
    const all = { url, operations: Object.keys(operations), isPartial: false, bail: false, world: undefined }
    expect(readOptions(['--url', `${url}/`], {})).toMatchObject(all)
    expect(readOptions([], { TARGET_URL: url })).toMatchObject(all)
  })

  it('take surfaces and operations together, and stars', () => {
    const read = readOptions(['--url', url, '--surface', 'oauth', '--operation', 'account.sign*'], {})
    expect(read).toMatchObject({ isPartial: true })
    const { operations: some } = read as Options
    expect(some).toEqual(
      expect.arrayContaining(['oauth.getJwks', 'account.signIn', 'account.signUp', 'account.signOut']),
    )
    expect(some.filter((id) => !/^(oauth\.|account\.sign)/.test(id))).toEqual([])
  })

  it('ask the negatives unless told otherwise, with a seed that can be chosen', () => {
    const about = (...args: string[]) => readOptions(['--url', url, ...args], {})
    expect(about()).toMatchObject({ negatives: true, seed: 1, only: undefined })
    expect(about('--no-negatives')).toMatchObject({ negatives: false })
    expect(about('--negatives-seed', '2', '--case', 'is null')).toMatchObject({ seed: 2, only: 'is null' })
    expect(readOptions(['--url', url], { NEGATIVES_SEED: '3' })).toMatchObject({ seed: 3 })
  })

  it.each([
    [[], 'Say which server'],
    [['--url', 'nowhere'], '"nowhere" is not a URL'],
    [['--url', 'ftp://host'], 'is not a URL of a server'],
    [['--url', url, '--surface', 'moon'], 'There is no surface moon: account,'],
    [['--url', url, '--operation', 'account.fly'], 'There is no operation account.fly'],
    [['--url', url, '--negatives-seed', 'x'], '"x" is no seed'],
    [['--url', url, '--fast'], "Unknown option '--fast'"],
  ])('refuse %j', (args, sentence) => {
    expect(readOptions(args, {})).toEqual({ problem: expect.stringContaining(sentence) })
  })
})

describe('the kit', () => {
  const run = (...args: string[]) => {
    const bin = join(import.meta.dirname, '../contract-tests/bin/countersign-conform.mjs')
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }

  it('explains itself', () => {
    expect(run('--help')).toMatchObject({ status: exitCodes.kept, said: expect.stringContaining('--world FILE') })
  })

  it('says that nobody answers', () => {
    const answer = { status: exitCodes.unusable, said: expect.stringContaining('Nobody answers at http://127.0.0.1:9') }
    expect(run('--url', 'http://127.0.0.1:9')).toMatchObject(answer)
  })

  it('says what is wrong with a world', () => {
    const answer = {
      status: exitCodes.unusable,
      said: expect.stringMatching(/^--world \S+none\.ts: there is no such file/),
    }
    expect(run('--url', 'http://127.0.0.1:9', '--world', 'none.ts')).toMatchObject(answer)
  })
})
