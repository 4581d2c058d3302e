import { describe, expect, it } from 'vitest'
import { answered } from '../fixtures/answers.ts'
import { disagreements } from './read-again.ts'

const editor = { data: { id: 'r1', name: 'editor', level: 10 } }

describe('what was changed', () => {
  it('is read as it was answered, whatever else is read', () => {
    const read = { data: { ...editor.data, permissions: [] }, page: 1 }
    expect(disagreements('platform.updateAppRole', answered(200, editor), answered(200, read))).toEqual([])
  })

  it('was not, where another value is read', () => {
    const read = answered(200, { data: { ...editor.data, name: 'author' } })
    expect(disagreements('platform.updateAppRole', answered(200, editor), read)).toEqual([
      'data.name is "author" instead of "editor"',
    ])
  })

  it('is not told where the caller may not read it', () => {
    expect(disagreements('app.updateRole', answered(200, editor), answered(403, {}))).toEqual([])
  })
})

describe('what was added', () => {
  const added = answered(201, { data: { ...editor.data, secret: 'shown once' } })

  it('stands in the list, with its secret cut short', () => {
    const list = answered(200, {
      data: [
        { ...editor.data, id: 'r0' },
        { ...editor.data, secret: 'sho…' },
      ],
    })
    expect(disagreements('platform.createAppRole', added, list)).toEqual([])
  })

  it('was not, where the list has none of its id', () => {
    expect(disagreements('platform.createAppRole', added, answered(200, { data: [] }))).toEqual([
      'nothing in it has the id "r1"',
    ])
  })

  it('stands there as it was answered', () => {
    const list = answered(200, { data: [{ ...editor.data, level: 0 }] })
    expect(disagreements('platform.createAppRole', added, list)).toEqual(['level is 0 instead of 10'])
  })
})

describe('what was deleted', () => {
  it('is not there', () => {
    expect(disagreements('platform.deleteAppRole', answered(200, {}), answered(404, {}))).toEqual([])
    expect(disagreements('platform.deleteAppRole', answered(200, {}), answered(200, editor))).toEqual([
      'the status is still 200',
    ])
  })

  it('leaves a list where some of it went', () => {
    expect(disagreements('project.deleteUsers', answered(200, {}), answered(200, { data: [] }))).toEqual([])
  })
})
