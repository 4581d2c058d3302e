import { expect, it } from 'vitest'
import { commitAtEnd, writeAtEnd } from '../../server/model/turn.ts'

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

it('writes what was answered, commits, and writes what waited for that, in one turn', async () => {
  const done: string[] = []
  const committed = new Promise<void>((resolve) =>
    commitAtEnd(() => {
      done.push('commit')
      resolve()
    }),
  )
  writeAtEnd(() => done.push('answer'))
  const waited = ['one', 'other'].map(async (name) => {
    await committed
    done.push(`${name} is told`)
    writeAtEnd(() => done.push(`answer to ${name}`))
  })
  // Asked for before it is due, it runs right behind it.
  setImmediate(() => done.push('next turn'))
  expect(done).toEqual([])
  await Promise.all(waited)
  await nextTurn()
  const told = ['one is told', 'other is told', 'answer to one', 'answer to other']
  expect(done).toEqual(['answer', 'commit', ...told, 'next turn'])
})

it('leaves what comes later to its own turn', async () => {
  const done: string[] = []
  commitAtEnd(() => {
    done.push('commit')
    setImmediate(() => {
      writeAtEnd(() => done.push('later answer'))
      commitAtEnd(() => done.push('later commit'))
    })
  })
  await nextTurn()
  await nextTurn()
  await nextTurn()
  expect(done).toEqual(['commit', 'later answer', 'later commit'])
})
