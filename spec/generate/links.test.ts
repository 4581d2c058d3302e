// What an operation gives becomes links; what leads nowhere, or is not said, is a sentence.
import { describe, expect, it } from 'vitest'
import { linkProblems } from './check-links.ts'
import type { Contract, Operation } from './contract.ts'
import { declareLinks } from './links.ts'

const text = { type: 'string', maxLength: 40 }
const inPath = (name: string) => ({ name, in: 'path', schema: text })
const bodyOf = (...names: readonly string[]) => ({
  content: {
    'application/json': {
      schema: { allOf: [{ properties: Object.fromEntries(names.map((name) => [name, text])) }] },
    },
  },
})
const answer = (value: unknown, status = '201') => ({
  [status]: { description: 'Done.', content: { 'application/json': { examples: { one: { value } } } } },
})

/** Notes on a board: one is made, read, moved to another board and shared by a code. */
const notes = (made: Operation = {}): Contract => ({
  openapi: '3.1.1',
  paths: {
    '/boards/{board_id}/notes': {
      parameters: [inPath('board_id')],
      post: { operationId: 'account.createNote', responses: answer({ id: 'n1', code: 'c1', rank: 7 }), ...made },
    },
    '/boards/{board_id}/notes/{note_id}': {
      parameters: [inPath('board_id'), inPath('note_id')],
      get: { operationId: 'account.getNote', responses: answer({ id: 'n1' }, '200') },
    },
    '/shared/{note_id}': { get: { operationId: 'account.getShared', parameters: [inPath('note_id')] } },
    '/walls/{wall}/notes/{note_id}': {
      get: { operationId: 'account.getFromWall', parameters: [inPath('wall'), inPath('note_id')] },
    },
    '/open': { post: { operationId: 'account.openNote', requestBody: bodyOf('code') } },
    '/other/{note_id}': { get: { operationId: 'app.getNote', parameters: [inPath('note_id')] } },
    '/boards': {
      get: {
        operationId: 'account.listBoards',
        'x-gives': { 'path.board_id': '/0' },
        responses: answer(['b1'], '200'),
      },
    },
  },
})

const linksOf = (contract: Contract, path: string, method: string, status: string) =>
  (contract.paths?.[path]?.[method] as Operation).responses?.[status]?.links

describe('what an operation gives', () => {
  it('is linked to whatever takes it within the surface, with the rest of the path from the request', () => {
    const contract = notes({ 'x-gives': { 'path.note_id': '/id', 'body.code': '/code' } })
    expect(declareLinks(contract)).toEqual([])
    expect(linksOf(contract, '/boards/{board_id}/notes', 'post', '201')).toEqual({
      'account.getNote': {
        operationId: 'account.getNote',
        parameters: { 'path.board_id': '$request.path.board_id', 'path.note_id': '$response.body#/id' },
      },
      'account.getShared': { operationId: 'account.getShared', parameters: { 'path.note_id': '$response.body#/id' } },
      'account.openNote': { operationId: 'account.openNote', 'x-request-body': { code: '$response.body#/code' } },
    })
    expect(JSON.stringify(contract)).not.toContain('x-gives')
    expect(linkProblems(contract)).toEqual([
      'app.getNote: takes path.note_id, which no operation of its surface gives by "x-gives"',
    ])
  })

  it('goes to one operation alone that is named before the place, of another surface too', () => {
    const contract = notes({ 'x-gives': { 'app.getNote path.note_id': '/id', 'account.getNote path.note_id': '/id' } })
    expect(declareLinks(contract)).toEqual([])
    expect(Object.keys(linksOf(contract, '/boards/{board_id}/notes', 'post', '201') ?? {})).toEqual([
      'account.getNote',
      'app.getNote',
    ])
    expect(linkProblems(contract)).toEqual([])
  })

  it('stands only at the answers that have it', () => {
    const contract = notes({
      responses: { ...answer({ id: 'n1' }), ...answer({}, '202'), ...answer({ id: 'n1' }, '409') },
      'x-gives': { 'path.note_id': '/id' },
    })
    expect(declareLinks(contract)).toEqual([])
    expect(
      ['201', '202', '409'].map(
        (status) => linksOf(contract, '/boards/{board_id}/notes', 'post', status) !== undefined,
      ),
    ).toEqual([true, false, false])
  })

  it.each([
    ['path.note_id', '/name', 'from /name, where no example of its success has a text'],
    ['path.note_id', '/rank', 'from /rank, where no example of its success has a text'],
    ['path.page_id', '/id', 'which no operation takes beside what its own path has'],
    ['path.wall', '/id', 'which no operation takes beside what its own path has'],
    ['body.title', '/id', 'which no operation takes beside what its own path has'],
    ['app.readNote path.note_id', '/id', 'which no operation takes beside what its own path has'],
    ['app.getNote path.page_id', '/id', 'which no operation takes beside what its own path has'],
  ])('is refused where %s at %s leads nowhere', (to, pointer, words) => {
    expect(declareLinks(notes({ 'x-gives': { [to]: pointer } }))).toEqual([
      `account.createNote: gives ${to}, ${words}`.replace(', from', ' from'),
    ])
  })
})

it('whoever makes something says where its id is', () => {
  const contract = notes()
  declareLinks(contract)
  expect(linkProblems(contract)).toEqual([
    'account.createNote: makes what /boards/{board_id}/notes/{note_id} is; say where its answer has that: "x-gives: { path.note_id: /id }"',
    'account.getNote: takes path.note_id, which no operation of its surface gives by "x-gives"',
    'app.getNote: takes path.note_id, which no operation of its surface gives by "x-gives"',
  ])
})
