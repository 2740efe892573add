import { type Envelope, messageReceived } from '@inbox/contracts'
import { Defect, Retryable } from '@inbox/kernel'
import { describe, expect, it } from '@jest/globals'
import { whenAble } from './needs.ts'

/** A need that is down until told it is back. */
function absent() {
  let [ready, back] = [false, Promise.withResolvers<void>()]
  return {
    ready: () => ready,
    whenReady: () => back.promise,
    leave: () => {
      ready = false
      back = Promise.withResolvers()
    },
    comeBack: () => {
      ready = true
      back.resolve()
    }
  }
}
const calling = (need: ReturnType<typeof absent>, work: () => Promise<void>) => {
  const gone = new AbortController()
  const [handler] = whenAble(need, [{ type: messageReceived, handle: work }])
  const call = handler!.handle({} as Envelope, { redelivered: false, attempt: 1, last: false, gone: gone.signal })
  const outcome = call.then(
    () => 'done',
    (error: Error) => error
  )
  return { outcome, gone }
}

describe('a handler whose database is unavailable', () => {
  it('starts once it is back, and is not tried before', async () => {
    const need = absent()
    let tries = 0
    const { outcome } = calling(need, async () => void tries++)
    await new Promise(setImmediate)
    expect(tries).toBe(0)
    need.comeBack()
    expect(await outcome).toBe('done')
    expect(tries).toBe(1)
  })

  it('whose call was interrupted is retried within the same attempt when it is back', async () => {
    const need = absent()
    need.comeBack()
    let tries = 0
    const { outcome } = calling(need, async () => {
      if (++tries > 1) return
      need.leave()
      setImmediate(need.comeBack)
      throw new Retryable('broken off')
    })
    expect(await outcome).toBe('done')
    expect(tries).toBe(2)
  })

  it('gives its message back if its channel ends meanwhile', async () => {
    const { outcome, gone } = calling(absent(), async () => undefined)
    gone.abort()
    expect(await outcome).toBeInstanceOf(Retryable)
  })
})

it.each([
  ['is unavailable', new Retryable('something else')],
  ['objects', new Defect('impossible')]
])('while the database is there, a failure because something else %s is the handler’s own', async (_, failure) => {
  const need = absent()
  need.comeBack()
  expect(await calling(need, () => Promise.reject(failure)).outcome).toBe(failure)
})
