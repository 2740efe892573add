import { describe, expect, test } from '@jest/globals'
import { createLifeLedger } from './life-ledger.ts'

describe('the ledger of connections', () => {
  test('reports how long ago each connection last proved life', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    ledger.opened('s2', 'rui', 100)
    ledger.proof('s1', 3000)
    expect(ledger.report(4000, true)).toMatchObject({
      beats: [
        { agentId: 'ana', sessionId: 's1', ageMs: 1000 },
        { agentId: 'rui', sessionId: 's2', ageMs: 3900 }
      ],
      closed: []
    })
  })

  test('reports each proof until presence has accepted it, and not again', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    ledger.opened('s2', 'rui', 0)
    const lost = ledger.report(1000, true)
    expect(lost.beats).toHaveLength(2)
    const taken = ledger.report(2000, true)
    expect(taken.beats.map(({ ageMs }) => ageMs)).toEqual([2000, 2000])
    ledger.proof('s2', 2500)
    taken.told()
    expect(ledger.report(3000, true).beats).toEqual([{ agentId: 'rui', sessionId: 's2', ageMs: 500 }])
  })

  test('reports a close by its age, until presence has accepted it', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    ledger.closed('s1', 1000, true)
    const closed = (ageMs: number) => ({ beats: [], closed: [{ agentId: 'ana', sessionId: 's1', ageMs }] })
    expect(ledger.report(1010, false)).toMatchObject(closed(10))
    const second = ledger.report(61_000, true)
    expect(second).toMatchObject(closed(60_000))
    second.told()
    expect(ledger.report(61_000, true)).toMatchObject({ beats: [], closed: [] })
  })

  test('never calls a silent connection closed: its last proof still counts', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    ledger.proof('s1', 900)
    ledger.closed('s1', 24_000, false)
    const last = ledger.report(24_500, true)
    expect(last).toMatchObject({ beats: [{ sessionId: 's1', ageMs: 23_600 }], closed: [] })
    last.told()
    expect(ledger.report(25_000, true)).toMatchObject({ beats: [], closed: [] })
  })

  test('reports arrivals and departures without waiting for the others', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    expect(ledger.urgent()).toBe(true)
    ledger.report(0, true).told()
    expect(ledger.urgent()).toBe(false)
    ledger.opened('s2', 'rui', 10)
    expect(ledger.report(20, false).beats).toEqual([{ agentId: 'rui', sessionId: 's2', ageMs: 10 }])
  })

  test('keeps a close that happened while a report was in flight', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    const report = ledger.report(5, true)
    ledger.closed('s1', 6, true)
    report.told()
    expect(ledger.report(10, false).closed).toMatchObject([{ sessionId: 's1', ageMs: 4 }])
  })

  test('takes a call that names one of the agent’s open connections as proof of life of that connection', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'ana', 0)
    ledger.report(0, true).told()
    ledger.called('s1', 'ana', 3000, false)
    expect(ledger.urgent()).toBe(false)
    const { beats, told } = ledger.report(4000, true)
    expect(beats).toEqual([{ agentId: 'ana', sessionId: 's1', ageMs: 1000 }])
    told()
    // a close ends it at that moment, as if there had been no call
    ledger.closed('s1', 4000, true)
    expect(ledger.report(4000, true)).toMatchObject({ beats: [], closed: [{ sessionId: 's1', ageMs: 0 }] })
  })

  test('reports a call of unknown connection once, whoever else has that connection', () => {
    const ledger = createLifeLedger()
    ledger.opened('s1', 'rui', 0)
    ledger.report(0, true).told()
    ledger.called('s1', 'ana', 1000, false)
    ledger.called('gone', 'ana', 2000, false)
    const { beats, told } = ledger.report(3000, true)
    expect(beats).toEqual([{ agentId: 'ana', sessionId: 'calls-ana', ageMs: 1000 }])
    // another call, made while presence was taking the first report
    ledger.called('gone', 'ana', 3500, false)
    told()
    expect(ledger.report(4000, true).beats).toEqual([{ agentId: 'ana', sessionId: 'calls-ana', ageMs: 500 }])
  })

  test('lets presence forget calls some time after the last of them, which ends nothing that they proved', () => {
    const ledger = createLifeLedger()
    ledger.called('gone', 'ana', 0, false)
    ledger.called('gone', 'rui', 0, false)
    ledger.report(1000, true).told()
    ledger.called('gone', 'ana', 30_000, false)
    ledger.report(31_000, true).told()
    expect(ledger.report(59_000, true).closed).toEqual([])
    const first = ledger.report(61_000, true)
    expect(first.closed).toEqual([{ agentId: 'rui', sessionId: 'calls-rui', ageMs: 0 }])
    // an agent who calls again before presence has taken that report is back
    ledger.called('gone', 'rui', 61_500, true)
    expect(ledger.report(62_000, true)).toMatchObject({ beats: [{ agentId: 'rui', ageMs: 500 }], closed: [] })
    first.told()
    expect(ledger.report(91_000, true).closed).toEqual([{ agentId: 'ana', sessionId: 'calls-ana', ageMs: 0 }])
  })

  test.each(['open', 'gone'])('treats a call that is the only proof of life as urgent: its connection is %s', id => {
    const ledger = createLifeLedger()
    ledger.opened('open', 'ana', 0)
    ledger.report(0, true).told()
    ledger.called(id, 'ana', 1000, true)
    expect(ledger.urgent()).toBe(true)
    const { beats, told } = ledger.report(1000, false)
    expect(beats).toMatchObject([{ agentId: 'ana', ageMs: 0 }])
    told()
    expect(ledger.urgent()).toBe(false)
  })
})
