import { describe, expect, it } from '@jest/globals'
import { contactIdOf } from './contact.ts'
import { mayBeOf, namedIn, namesThem, nextLook, type Parked } from './parked.ts'

const bia = {
  channelId: 'wa',
  contactIds: ['con_bia', contactIdOf('wa', '5511'), contactIdOf('wa', 'BR.1')],
  askedAt: new Date('2030-01-01T12:00:00Z')
}
const [before, after] = ['2030-01-01T11:00:00Z', '2030-01-01T12:00:01Z']
const parked = (data: unknown, occurredAt = before, more: Partial<Parked> = {}): Parked => ({
  type: 'message.received',
  body: JSON.stringify({ id: 'e1', occurredAt, data }),
  ...more
})
const goes = (message: Parked) => {
  const named = namedIn(message)
  return named !== undefined && mayBeOf(named, bia) && namesThem(named, bia)
}

describe('a parked message of an erased contact', () => {
  it.each([
    ['names them on their channel', parked({ channel: { id: 'wa' }, contact: { id: '5511' } }), true],
    ['names them by another of their names', parked({ channelId: 'wa', contactId: 'BR.1' }), true],
    ['has their id', parked({ conversation: { contact: { id: 'con_bia' } } }), true],
    ['is not JSON and contains a name somewhere', { body: 'from: <5511>;', publishedAt: new Date(before) }, true],
    ['does not say when it was written', { body: '"5511"' }, false],
    ['does not say when it was written, nor is it JSON', { body: '5511 wrote' }, true],
    ['names somebody of that name on another channel', parked({ channelId: 'other', contactId: '5511' }), false],
    ['contains the name only within a text', parked({ channelId: 'wa', text: 'call 5511' }), false],
    ['names somebody else', parked({ channelId: 'wa', contactId: '5512' }), false],
    ['was written since, by the new contact', parked({ channelId: 'wa', contactId: '5511' }, after), false],
    ['erases them elsewhere', parked({ contactId: 'con_bia' }, before, { type: 'contact.erased' }), false],
    ['removes one of their files', parked({ messageId: 'con_bia' }, before, { type: 'message.mediaReleased' }), false],
    ['says who erased them', parked({ entry: { id: 'con_bia' } }, before, { type: 'access.audited' }), false]
  ])('%s', (_, message, expected) => {
    expect(goes(message)).toBe(expected)
  })

  it('is one they wrote before, and not a new reply to a former message', () => {
    const answer = (at: string) => namedIn(parked({ channelId: 'ch1', replyTo: { messageId: 'msg_1' } }, at))!
    expect([before, after].map(at => mayBeOf(answer(at), bia))).toEqual([true, false])
  })

  it('is looked for after half an hour, and then once a day for a week', () => {
    const since = new Date('2030-01-01T12:00:00Z')
    const looks: string[] = []
    for (let at = nextLook(since, since); at; at = nextLook(since, at)) looks.push(at.toISOString().slice(5, 16))
    const daily = ['02', '03', '04', '05', '06', '07', '08'].map(day => `01-${day}T12:00`)
    expect(looks).toEqual(['01-01T12:30', ...daily])
  })

  it('is looked for at the next planned time, however many were missed', () => {
    const since = new Date('2030-01-01T12:00:00Z')
    expect(nextLook(since, new Date('2030-01-04T13:00:00Z'))).toEqual(new Date('2030-01-05T12:00:00Z'))
    expect(nextLook(since, new Date('2030-01-09T12:00:00Z'))).toBeUndefined()
  })

  it('may be about a message known by our id or by the channel’s', () => {
    const ids = (data: unknown) => namedIn(parked(data))!.ids
    expect(ids({ messageId: 'msg_1' })).toContain('msg_1')
    expect(ids({ channelId: 'ch1', messageId: 'wamid.1' })).toContain('msg_lRCys_uuYoTh-6J6yoS0bqTHArw')
  })
})
