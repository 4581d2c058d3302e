import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const server = join(import.meta.dirname, '../../server')

const run = (args: readonly string[], environment: Record<string, string> = {}) => {
  const env = { PATH: process.env.PATH, ...environment }
  const options = { encoding: 'utf8', env, timeout: 120_000 } as const
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(server, 'bin/countersign.mjs'), ...args],
    options,
  )
  return { status, out: stdout, errors: stderr }
}

describe('the command line', () => {
  it('says what there is, and which version this is', () => {
    const { version } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8')) as { version: string }
    expect(run(['--version'])).toEqual({ status: 0, out: `${version}\n`, errors: '' })
    const help = run(['--help'])
    for (const command of ['dev', 'start', 'mock', 'conform', 'keys'])
      expect(help.out).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(help).toMatchObject({ status: 0, errors: '' })
  })

  it.each([
    [[], 'Say what to do.'],
    [['fly'], 'There is no command "fly".'],
    [['dev', '--fast'], "Unknown option '--fast'"],
    [['dev', 'now'], "Unexpected argument 'now'"],
    [['start', '--memory'], "Unknown option '--memory'"],
    [['mock', '--port'], "Option '--port <value>' argument missing"],
    [['keys', 'remove'], 'There is no command "keys remove": there is list, rotate, revoke.'],
  ])('ends %j with a sentence, the usage and code 2', (args, sentence) => {
    const { status, out, errors } = run(args)
    expect([status, out]).toEqual([2, ''])
    expect(errors).toMatch(/countersign/)
    expect(errors.split('\n')[0]).toContain(sentence)
  })

  it('opens no sandbox in production', () => {
    const said = run(['dev', '--memory'], { NODE_ENV: 'production' })
    expect(said).toMatchObject({
      status: 2,
      out: '',
      errors: expect.stringContaining('countersign start is the command'),
    })
  })

  it('takes a port that is none as the setting would be', () => {
    expect(run(['dev', '--memory', '--port', 'x'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^PORT is "x"/),
    })
    expect(run(['mock', '--port', 'x'])).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^MOCK_PORT is "x"/),
    })
  })
})
