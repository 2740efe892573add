/** What goes wrong on demand, `times` times (default 1); `customerId` and `phoneNumberId` narrow it down. */
export type Fault = { times?: number; customerId?: string; phoneNumberId?: string } & (
  | {
      on: 'send'
      /** Refuses with this code: in the answer or, after having accepted the message, in its status. */
      code: number
      details?: string
      as?: 'response' | 'status'
    }
  /** Ends the connection without an answer, before or after the message was accepted. */
  | { on: 'send'; breaks: 'before' | 'after' }
  /** Answers with this status but without Meta's body, as a proxy in between would. */
  | { on: 'send' | 'media'; http: number }
  /** Sends webhooks late, repeatedly, or together with the next ones in one request or in reverse order. */
  | { on: 'webhook'; delayMs?: number; repeat?: number; gather?: number; as?: 'batch' | 'disorder' }
)

interface Where {
  customerId?: string | undefined
  phoneNumberId: string
}

export interface Faults {
  add(fault: Fault): void
  /** Takes the first that fits, which then has one time less. */
  take(on: Fault['on'], where: Where): Fault | undefined
  all(): readonly Fault[]
  clear(): void
}

export function createFaults(): Faults {
  let faults: (Fault & { times: number })[] = []
  return {
    add(fault) {
      faults.push({ ...fault, times: fault.times ?? 1 })
    },
    take(on, where) {
      const fits = (fault: Fault) =>
        fault.on === on &&
        (fault.customerId === undefined || fault.customerId === where.customerId) &&
        (fault.phoneNumberId === undefined || fault.phoneNumberId === where.phoneNumberId)
      const found = faults.find(fits)
      if (found && --found.times === 0) faults = faults.filter(each => each !== found)
      return found
    },
    all: () => faults,
    clear() {
      faults = []
    }
  }
}
