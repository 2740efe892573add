import type { VisitorClientEvents, VisitorServerEvents } from '@inbox/contracts'
import { type TextStorage, textStorage } from '../../embedding/storage.ts'
import { type Chat, type ChatEvent, newChat, type Older, reduceChat } from '../state/chat.ts'
import { type Content, createOutbox, type Outbox, type Outgoing } from '../state/outbox.ts'
import { type Attempt, createSender } from '../state/sender.ts'
import { createStore, type Store } from '../state/store.ts'
import { keptChoice } from './choosing.ts'
import { type Connection, openConnection, type VisitorSocket } from './connection.ts'
import { type Details, keptDetails } from './details.ts'
import { followForgetting } from './forgetting.ts'
import { introductions } from './introduction.ts'
import { newId } from './new-id.ts'
import type { Page } from './page.ts'
import { followReading } from './reading.ts'
import { messageSound } from './sound.ts'
import { typingSignals } from './typing-signals.ts'
import { createUploads, sendTo, type Uploaded, type Uploads } from './uploads.ts'

/** What the visitor can do with the chat, and what they see of it. */
export interface LiveChat {
  chat: Store<Chat>
  sound: ReturnType<typeof messageSound>
  uploads: Uploads
  /** What the next page of the site in this tab is to know. */
  ofTab: TextStorage
  /** Whether they have rated the last conversation or declined to. */
  isRated(): boolean
  /** A local URL for a file sent from this page, until the server's is known. */
  previewOf(clientMessageId: string): string | undefined
  send(content: Content): void
  tryAgain(clientMessageId: string): void
  discard(clientMessageId: string): void
  /** Tells whether the visitor is writing at the moment. */
  typing(typing: boolean): void
  leave(): void
  /** Resolves with whether the rating was accepted. Without stars the visitor declines to rate. */
  rate(stars?: number, comment?: string): Promise<boolean>
  /** Shows earlier messages; resolves with whether there are more. */
  loadOlder(): Promise<boolean>
  knownDetails(): Details
  /** Resolves with whether they were accepted. */
  giveDetails(details: Details, departmentId?: string): Promise<boolean>
}

/** How long a tab leaves a message to the tab that wrote it. */
const OTHER_TAB_MS = 15_000
const TYPING_MS = 10_000
const RATED = 'rated'
const MEDIA = ['image', 'video', 'audio'] as const
const HANDED_ON = ['history', 'message', 'reaction', 'queue', 'agent', 'typing', 'closed', 'unattended'] as const

export function startChat(channelId: string, page: Page): LiveChat {
  const prefix = `webchat:${channelId}:`
  const storage = textStorage(() => localStorage, prefix)
  const ofTab = textStorage(() => sessionStorage, prefix)
  const chat = createStore<Chat>(newChat)
  const dispatch = (event: ChatEvent) => chat.set(reduceChat(chat.get(), event))
  const outbox = createOutbox(storage, Date.now, newId)
  const sound = messageSound(storage)

  const visitorId = () => chat.get().welcome?.visitorId
  const showOutbox = () => dispatch({ type: 'outbox', data: outbox.list() })
  const connection = openConnection({
    channelId,
    storage,
    onWelcome(welcome) {
      dispatch({ type: 'welcome', data: welcome })
      introduction.welcomed()
    },
    onInterrupted: how => dispatch({ type: 'connection', data: how })
  })
  const { socket, call } = connection
  const details = keptDetails(storage, given => call('details', given))
  const sender = createSender({
    outbox,
    attempt: async message => (introduction.isDone() ? attempt(connection, message) : undefined),
    onSent: (message, id) => dispatch({ type: 'sent', data: { message, id } }),
    onChange: showOutbox,
    later: (work, ms) => void setTimeout(work, ms)
  })
  const introduction = introductions({
    connection,
    page,
    tellDetails: () => details.tell(visitorId()),
    onDone: () => void sender.flush()
  })
  const choice = keptChoice(storage, chat, dispatch)
  const write = (content: Content) => outbox.add(content, choice.departmentId())
  const changeOutbox = (change: () => void) => {
    change()
    showOutbox()
    void sender.flush()
  }
  const typing = typingSignals(value => void call('typing', { typing: value }), Date.now)

  const previews = new Map<string, string>()
  const uploads = createUploads({
    newId,
    largest: () => chat.get().welcome?.largestFile,
    send: sendTo(`/webchat/${channelId}/media`, connection.token),
    onDone: (file, uploaded) =>
      changeOutbox(() => previews.set(write(contentOf(uploaded)).clientMessageId, URL.createObjectURL(file)))
  })

  showOutbox()
  hearServer(socket, dispatch, outbox)
  hearTabs(outbox, showOutbox, sender.flush)
  forgetTyping(chat, dispatch)
  whenWanted(page, connection.begin)
  followForgetting({ storage, ofTab }, page, connection)
  followReading({ chat, page, storage, call, ring: sound.ring })
  return {
    chat,
    sound,
    uploads,
    ofTab,
    ...ratings(
      chat,
      storage,
      rating => call('rate', rating),
      () => dispatch({ type: 'rated' })
    ),
    previewOf: clientMessageId => previews.get(clientMessageId),
    typing,
    send(content) {
      typing(false)
      changeOutbox(() => write(content))
    },
    tryAgain: clientMessageId => changeOutbox(() => outbox.tryAgain(clientMessageId)),
    discard: clientMessageId => changeOutbox(() => outbox.remove(clientMessageId)),
    leave: () => void call('leave', {}),
    async loadOlder() {
      const [first] = chat.get().messages
      const answer = first && (await call('older', { before: first.id }))
      if (answer?.messages) dispatch({ type: 'older', data: answer as Older })
      return answer?.messages !== undefined && chat.get().more
    },
    knownDetails: () => ({ ...details.get(), ...nameAndEmail(page) }),
    giveDetails: async (given, departmentId) => {
      const taken = Object.keys(given).length === 0 || (await details.give(given, visitorId()))
      if (taken && departmentId !== undefined) choice.choose(departmentId)
      return taken
    }
  }
}

/** A file stored by media, as message content. */
function contentOf({ mediaId, mimeType, name, size }: Uploaded): Content {
  const type = MEDIA.find(each => mimeType.startsWith(`${each}/`)) ?? 'file'
  return { type, mediaId, mimeType, size, ...(name !== undefined && { name }) }
}

/** Each conversation is rated once; the browser remembers which. */
function ratings(
  chat: Store<Chat>,
  storage: TextStorage,
  send: (rating: VisitorClientEvents['rate']) => Promise<{ error?: unknown } | undefined>,
  rated: () => void
): Pick<LiveChat, 'isRated' | 'rate'> {
  return {
    isRated: () => chat.get().rateable === storage.get(RATED),
    async rate(stars, comment) {
      const conversationId = chat.get().rateable
      const rating = { conversationId: conversationId ?? '', ...(comment && { comment }) }
      const answer = stars === undefined ? {} : await send({ ...rating, stars })
      if (!answer || answer.error) return false
      if (conversationId !== undefined) storage.set(RATED, conversationId)
      rated()
      return true
    }
  }
}

async function attempt({ socket, call }: Connection, message: Outgoing): Promise<Attempt | undefined> {
  const { clientMessageId, content, departmentId } = message
  const where = departmentId === undefined ? {} : { departmentId }
  const { id, error } = (await call('message', { clientMessageId, content, ...where })) ?? {}
  if (id !== undefined) return { id }
  return error ? { code: error.code } : socket.connected ? {} : undefined
}

/** Connects only when the chat is wanted: most who see the button never open it, and must cost the server nothing. */
function whenWanted(page: Page, begin: () => void): void {
  const look = () => void ((page.open.get() || page.hasChat) && begin())
  page.open.subscribe(look)
  look()
}

function hearServer(socket: VisitorSocket, dispatch: (event: ChatEvent) => void, outbox: Outbox): void {
  for (const type of HANDED_ON)
    socket.on(type, (data: unknown) => {
      dispatch({ type, data } as ChatEvent)
      // what has come back need not be sent any more, whoever sent it
      for (const { clientMessageId } of messagesIn(type, data)) if (clientMessageId) outbox.remove(clientMessageId)
    })
}

/** Shows what other tabs write, and sends it if they do not. */
function hearTabs(outbox: Outbox, showOutbox: () => void, flush: () => Promise<void>): void {
  addEventListener('storage', () => {
    showOutbox()
    if (outbox.list().length > 0) setTimeout(flush, OTHER_TAB_MS)
  })
}

/** Ends the sign of typing, in case the agent was cut off mid-word. */
function forgetTyping(chat: Store<Chat>, dispatch: (event: ChatEvent) => void): void {
  let timer: ReturnType<typeof setTimeout>
  chat.subscribe(() => {
    clearTimeout(timer)
    if (chat.get().typing) timer = setTimeout(() => dispatch({ type: 'typing', data: { typing: false } }), TYPING_MS)
  })
}

function messagesIn(type: string, data: unknown): readonly VisitorServerEvents['message'][] {
  if (type === 'message') return [data as VisitorServerEvents['message']]
  return type === 'history' ? (data as VisitorServerEvents['history']).messages : []
}

function nameAndEmail(page: Page): Details {
  const { name, email } = page.visitor.get() ?? {}
  return { ...(name && { name }), ...(email && { email }) }
}
