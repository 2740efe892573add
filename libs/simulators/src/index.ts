export { runLive } from './live/run-live.ts'
export { type Agent, type Heard, signIn } from './people/agent.ts'
export { type Answer, ask, type Question } from './people/ask.ts'
export { type Contact, contactOf } from './people/contact.ts'
