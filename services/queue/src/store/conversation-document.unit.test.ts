import { expect, test } from '@jest/globals'
import { inStatus } from '../../test/builders.ts'
import { summaryOf } from '../domain/summary.ts'
import { toConversation, toDocument } from './conversation-document.ts'

const conversation = inStatus.ongoing({ referenceNumber: '20260302-ABCDEFGH' })

test('the reference number is stored and published so that replicas of 0.1 can read it, too', () => {
  expect(toDocument(conversation)).toMatchObject({ protocol: '20260302-ABCDEFGH' })
  expect(summaryOf(conversation)).toMatchObject({
    protocol: '20260302-ABCDEFGH',
    referenceNumber: '20260302-ABCDEFGH'
  })
})

test('a stored conversation is read back unchanged', () => {
  expect(toConversation({ ...toDocument(conversation), outbox: [] })).toEqual(conversation)
})
