import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations } from '../generated/operations.ts'
import { type Options, exitCodes, readOptions } from '../contract-tests/cli/options.ts'

const url = 'http://localhost:3000'
const kit = join(import.meta.dirname, '../contract-tests/bin/countersign-conform.mjs')

describe('the options of the kit', () => {
  it('take everything from one URL, of either place', () => {
    const all = { url, operations: Object.keys(operations), isPartial: false, bail: false, world: undefined }
    expect(readOptions(['--url', `${url}/`], {})).toMatchObject(all)
    expect(readOptions([], { TARGET_URL: url })).toMatchObject(all)
    expect(readOptions(['--url', url, '--url', 'http://other/'], {})).toMatchObject({
      url,
      urls: [url, 'http://other'],
    })
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
    [['--url', 'https://me:s3cret@host/base'], /^Say the server without a name and a password: https:\/\/host\./],
    [['--url', url, '--against', 'http://me@host'], 'without a name and a password: http://host.'],
    [['--url', `${url}/base?a=b`], 'has more than a server and its path: leave ?a=b out'],
    [['--url', url, '--url', `${url}/`], `${url} is there twice: each --url is another instance of the server.`],
    [['--url', url, '--url', 'http://other', '--against', 'http://third'], 'say one --url with --har or --against'],
    [['--url', url, '--surface', 'moon'], 'There is no surface moon: account,'],
    [['--url', url, '--operation', 'account.fly'], 'There is no operation account.fly'],
    [['--url', url, '--negatives-seed', 'x'], '"x" is no seed'],
    [['--url', url, '--fast'], "Unknown option '--fast'"],
  ])('refuse %j', (args, sentence) => {
    const { problem } = readOptions(args, {}) as { readonly problem: string }
    expect(problem).toMatch(sentence)
    expect(problem).not.toContain('s3cret')
  })
})

describe('the kit', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [kit, ...args], { encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }

  it('explains itself', () => {
    expect(run('--help')).toMatchObject({ status: exitCodes.kept, said: expect.stringContaining('--world FILE') })
  })

  it('explains a command by its own options', () => {
    const ofMutants = { status: exitCodes.kept, said: expect.stringContaining('--at-least N') }
    expect(run('mutants', '--help')).toMatchObject(ofMutants)
    expect(run('mutants', '--url', url, '--help')).toMatchObject(ofMutants)
    expect(run('init', '--help')).toMatchObject({ status: exitCodes.kept, said: expect.stringContaining('usage:') })
    expect(run('init', 'here')).toMatchObject({ status: 2, said: expect.stringContaining('say nothing behind it') })
    expect(run('--har', 'none.har')).toMatchObject({ status: 2, said: expect.stringContaining('no such file') })
  })

  const withServer = async (ask: (url: string) => Promise<void>) => {
    const server = createServer((_, response) => void response.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.closeAllConnections()
    server.close()
  }
  const said = async (...args: string[]) => {
    const started = spawn(process.execPath, [kit, ...args])
    const chunks: Buffer[] = []
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [code] = (await once(started, 'close')) as [number]
    expect(code).toBe(exitCodes.unusable)
    return Buffer.concat(chunks).toString()
  }

  it('says that nobody answers, of two servers before either is asked for everything', async () => {
    const sentence = /^Nobody answers at http:\/\/127\.0\.0\.1:9: start the server first\./
    expect(await said('--url', 'http://127.0.0.1:9')).toMatch(sentence)
    await withServer(async (there) => {
      expect(await said('--url', there, '--against', 'http://127.0.0.1:9')).toMatch(sentence)
      // Somebody is there, who cannot be asked so: that is no server to start.
      expect(await said('--url', there.replace('http', 'https'))).toMatch(
        /^https:\S+ cannot be asked: there is no TLS that/,
      )
    })
  })

  it('says how a world is named that is read as CommonJS', async () => {
    const project = mkdtempSync(join(tmpdir(), 'commonjs-'))
    writeFileSync(join(project, 'package.json'), '{ "type": "commonjs" }')
    const world = join(project, 'world.ts')
    writeFileSync(world, 'export const openWorld = () => ({})\n')
    await withServer(async (there) => {
      expect(await said('--url', there, '--world', world)).toContain(
        `--world ${world}: it is read as CommonJS, as its package.json says; name it world.mts, or say`,
      )
    })
    rmSync(project, { recursive: true })
  })

  it('says what is wrong with a world', () => {
    const answer = {
      status: exitCodes.unusable,
      said: expect.stringMatching(/^--world \S+none\.ts: there is no such file/),
    }
    expect(run('--url', 'http://127.0.0.1:9', '--world', 'none.ts')).toMatchObject(answer)
  })
})
