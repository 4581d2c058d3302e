// Several instances of one server, asked at the same time.
import { afterAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../contract-tests/cli/options.ts'
import { openSandbox } from '../server/open-sandbox.ts'
import { conform, inFrontOf } from './conform-for-tests.ts'

const closing: (() => Promise<void>)[] = []
afterAll(() => Promise.all(closing.map((close) => close())))

const sandbox = async () => {
  const opened = await openSandbox()
  closing.push(opened.close)
  return opened.url
}

/** A server that is asked by another address, and what it was asked to empty. */
const counted = async (url: string) => {
  const paths: string[] = []
  const front = await inFrontOf(url, (path) => paths.push(path) > 0)
  closing.push(front.close)
  return { url: front.url, paths }
}

const some = ['--surface', 'scim', '--operation', 'oauth.issueToken', '--no-negatives']
const ofPeople = (path: string) => path.startsWith('/scim/') || path.startsWith('/oauth2/')

describe('several instances of a server', () => {
  it('are asked a part each, and together as much as one alone', async () => {
    const [one, other] = [await counted(await sandbox()), await counted(await sandbox())]
    const alone = await conform(one.url, some)
    const asked = one.paths.splice(0).filter(ofPeople).length
    const both = await conform(one.url, ['--url', other.url, ...some])
    expect(both.said).toContain(`Asking ${one.url} and ${other.url}\n`)
    expect(both.code, both.said).toBe(exitCodes.kept)
    const namesOf = ({ report }: typeof both) => report.tests.map(({ name, result }) => `${result} ${name}`).toSorted()
    expect(namesOf(both)).toEqual(namesOf(alone))
    for (const { paths } of [one, other]) {
      const heard = paths.filter(ofPeople).length
      expect(heard).toBeGreaterThan(asked / 20)
      expect(heard).toBeLessThan(asked)
    }
    expect(both.report.targets).toEqual([{ name: 'remote', address: `${one.url} and ${other.url}` }])
  })

  it('that share their world are told, and not asked', async () => {
    const url = await sandbox()
    const [one, other, third] = [await counted(await sandbox()), await counted(url), await counted(url)]
    const run = await conform(one.url, ['--url', other.url, '--url', third.url, ...some])
    expect(run.code).toBe(exitCodes.unusable)
    expect(run.said).toContain(
      `${other.url} and ${third.url} share their world, and each case empties it: give each instance a database of its own, or say one --url.`,
    )
  })

  it('have to be there, each', async () => {
    const nobody = await inFrontOf('', () => false)
    await nobody.close()
    const run = await conform(await sandbox(), ['--url', nobody.url, ...some])
    expect(run).toMatchObject({
      code: exitCodes.unusable,
      said: expect.stringContaining(`Nobody answers at ${nobody.url}`),
    })
  })
})
