import type { Content, Message } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { after, noon } from '../../test/builders.ts'
import { edited, type Reaction, reacted, revoked } from './contact-changes.ts'

const at = (seconds: number) => after(seconds * 1000).toISOString()
const text = (said: string): Content => ({ type: 'text', text: said })
const written = { content: text('first'), sentAt: noon.toISOString() }
type Written = typeof written & Partial<Pick<Message, 'editedAt' | 'revokedAt' | 'formerly' | 'mediaGone'>>

describe('a reaction', () => {
  const by = (contactId: string, seconds: number, emoji?: string): Reaction => ({
    ...{ contactId, at: at(seconds) },
    ...(emoji && { emoji })
  })
  const all = (...reactions: Reaction[]) => reactions.reduce(reacted<{ reactions?: Reaction[] }>, {}).reactions

  it('replaces an earlier one of the same contact, in whatever order they arrive, and nobody else’s', () => {
    const [like, love, back] = [by('bia', 1, '👍'), by('bia', 2, '❤️'), by('bia', 3)]
    expect(all(like, love)).toEqual([love])
    expect(all(love, like)).toEqual([love])
    expect(all(like, by('rui', 1, '👍'), love)).toEqual([by('rui', 1, '👍'), love])
    expect(all(back, like, love)).toEqual([back])
  })

  it('reported twice changes nothing', () => {
    const message = { reactions: [by('bia', 1, '👍')] }
    expect(reacted(message, by('bia', 1, '👍'))).toBe(message)
  })
})

describe('a changed message', () => {
  const edits: [string, number][] = [
    ['second', 10],
    ['third', 20]
  ]
  const after = (all: [string, number][], message: Written = written) =>
    all.reduce((now, [said, seconds]) => edited(now, text(said), at(seconds)), message)

  it('says what was written last and keeps what it said before, in whatever order the changes arrive', () => {
    const { content, editedAt, formerly } = after(edits)
    expect([content, editedAt]).toEqual([text('third'), at(20)])
    expect(formerly).toEqual([
      { content: text('first'), at: at(0) },
      { content: text('second'), at: at(10) }
    ])
    expect(after(edits.toReversed())).toEqual(after(edits))
  })

  it('has the files of its new content, though those it had are no longer kept', () => {
    expect(after(edits, { ...written, mediaGone: true }).mediaGone).toBeUndefined()
  })

  it('stays the same when a change arrives twice', () => {
    expect(after([...edits, ...edits])).toEqual(after(edits))
    expect(after([edits[0]!, edits[0]!]).formerly).toHaveLength(1)
  })

  it('counts, of two changes within one second, the one that arrived last, once', () => {
    const two: [string, number][] = [
      ['b', 5],
      ['c', 5]
    ]
    expect(after(two).content).toEqual(text('c'))
    expect(after([...two, two[0]!])).toEqual(after(two))
  })

  it('keeps the first and the latest of very many texts', () => {
    const many = Array.from({ length: 80 }, (_, n): [string, number] => [`${n}`, n + 1])
    const { formerly = [] } = after(many)
    expect([formerly.length, formerly[0]!.content, formerly.at(-1)!.content]).toEqual([50, text('first'), text('78')])
  })

  it('shows nothing once it is deleted, whatever arrives late, and keeps all of it', () => {
    const gone = revoked(after([edits[0]!]), at(30))
    expect(gone).toMatchObject({ content: { type: 'revoked' }, revokedAt: at(30) })
    const late = after([edits[1]!], gone as Written)
    expect(late.content).toEqual({ type: 'revoked' })
    expect(late.formerly?.map(({ content }) => content)).toEqual([text('first'), text('second'), text('third')])
    expect(revoked(late, at(40))).toBe(late)
  })
})
