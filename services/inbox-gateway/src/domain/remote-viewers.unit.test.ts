import { expect, test } from '@jest/globals'
import { createRemoteViewers } from './remote-viewers.ts'

const rooms = ['department:sales' as const]
const [ana, rui] = [
  { id: 'ana', name: 'Ana' },
  { id: 'rui', name: 'Rui' }
]
const said = (version: number, ...agents: (typeof ana)[]) => ({ agents, rooms, version })

test('the viewers of a conversation at all gateways are known, by what each said last', () => {
  const viewers = createRemoteViewers()
  viewers.heard('a', 'c1', said(1, ana), 0)
  viewers.heard('b', 'c1', said(1, rui), 0)
  expect(viewers.at('c1')).toEqual([ana, rui])
  expect(viewers.heard('a', 'c1', said(3), 1)).toBe(true)
  expect(viewers.heard('a', 'c1', said(2, ana), 2)).toBe(false)
  expect(viewers.at('c1')).toEqual([rui])
  expect(viewers.at('c2')).toEqual([])
})

test('what a gateway does not repeat is forgotten, and where somebody was looking is published', () => {
  const viewers = createRemoteViewers()
  viewers.heard('a', 'c1', said(1, ana), 0)
  viewers.heard('b', 'c1', said(1, rui), 50)
  viewers.heard('a', 'c2', said(2), 0)
  expect(viewers.forget(10)).toEqual([{ conversationId: 'c1', rooms }])
  expect(viewers.at('c1')).toEqual([rui])
})
