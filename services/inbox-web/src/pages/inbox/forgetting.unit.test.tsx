/** @jest-environment @happy-dom/jest-environment */
import { expect, test } from '@jest/globals'
import { queries } from '../../api/queries.ts'
import { storage } from '../../state/storage.ts'
import { forgetConversation, keptConversations, onForgotten } from './forgetting.ts'

test('of a forgotten conversation no text, no answer and nothing loaded is left, whoever wrote it; of others all is', () => {
  for (const id of ['gone', 'stays']) {
    for (const kind of ['draft', 'note', 'mail']) storage.set(`inbox-${kind}:ana:${id}`, 'text')
    storage.set(`inbox-draft:rui:${id}`, 'text')
    queries.setQueryData(['messages', id], { pages: ['text'] })
    queries.setQueryData(['conversation', id, true], { id })
  }
  queries.setQueryData(['contact', 'con'], { name: 'Bia' })
  queries.setQueryData(['contact', 'other'], { name: 'Rui' })
  queries.setQueryData(['departments'], ['all'])
  storage.set('inbox-locale', 'en')
  expect(keptConversations().toSorted()).toEqual(['gone', 'stays'])
  const heard: string[] = []
  const stop = onForgotten(id => heard.push(id))
  forgetConversation('gone')
  stop()
  expect(heard).toEqual(['gone'])
  expect(storage.keys('inbox-').filter(key => key.includes('gone'))).toEqual([])
  expect(storage.keys('inbox-').filter(key => key.includes('stays'))).toHaveLength(4)
  expect(queries.getQueryData(['messages', 'gone'])).toBeUndefined()
  expect(queries.getQueryData(['conversation', 'gone', true])).toBeUndefined()
  expect(queries.getQueryData(['contact', 'con'])).toBeUndefined()
  expect(queries.getQueryData(['messages', 'stays'])).toEqual({ pages: ['text'] })
  expect(queries.getQueryData(['departments'])).toEqual(['all'])
  queries.clear()
})
