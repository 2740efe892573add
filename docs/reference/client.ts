// Service Inbox: a client for programs with a service account. Made from openapi.json and asyncapi.json: do not edit.

export interface InboxClient {
  /** Register an agent, supervisor or administrator */
  createAgent(input: { body: { name: string; email: string; role: Role; departmentIds: string[]; limit: number; exceedLimit?: boolean | undefined; active?: boolean | undefined; bot?: { silentSeconds?: number | undefined } | undefined; password?: string | undefined } }): Promise<Agent>
  /** Agents by name */
  listAgents(input?: { query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: Agent[]; nextCursor: (string | null) }>
  /** One agent; its version is the ETag */
  getAgent(input: { params: { id: string } }): Promise<Agent>
  /** Change or deactivate an agent; If-Match guards against overwriting */
  replaceAgent(input: { params: { id: string }; body: { name: string; email: string; role: Role; departmentIds: string[]; limit: number; exceedLimit?: boolean | undefined; active?: boolean | undefined; bot?: { silentSeconds?: number | undefined } | undefined; password?: string | undefined }; ifMatch?: number }): Promise<Agent>
  /** Choose the status of an agent */
  postAgentStatus(input: { params: { id: string }; body: { status: ChosenStatus; reason?: string | undefined } }): Promise<Presence>
  /** Each status and link of an agent and how long it lasted, newest first; periods that overlap from … to */
  listStatusLog(input: { params: { id: string }; query?: { cursor?: number | undefined; limit?: number | undefined; from?: string | undefined; to?: string | undefined } }): Promise<{ items: StatusPeriod[]; nextCursor: (string | null) }>
  /** Who changed which department, agent or channel, newest first, with the fields before and after */
  listAudit(input?: { query?: { cursor?: string | undefined; limit?: number | undefined; subjectKind?: AuditSubjectKind | undefined; subjectId?: string | undefined; actorId?: string | undefined; action?: AuditAction | undefined; from?: string | undefined; to?: string | undefined } }): Promise<{ items: AuditEntry[]; nextCursor: (string | null) }>
  /** Create a canned reply; no other active one in the same department, or for all, may have its shortcut */
  createCannedReply(input: { body: CannedReplyFields }): Promise<CannedReply>
  /** Canned replies by name; agents see those for all departments and those of their own */
  listCannedReplies(input?: { query?: { cursor?: string | undefined; limit?: number | undefined; departmentId?: string | undefined; active?: string | undefined } }): Promise<{ items: CannedReply[]; nextCursor: (string | null) }>
  /** One canned reply; its version is the ETag */
  getCannedReply(input: { params: { id: string } }): Promise<CannedReply>
  /** Change a canned reply; If-Match guards against overwriting */
  replaceCannedReply(input: { params: { id: string }; body: CannedReplyFields; ifMatch?: number }): Promise<CannedReply>
  /** Deactivate a canned reply; its shortcut becomes free */
  retireCannedReply(input: { params: { id: string } }): Promise<void>
  /** Whether each channel delivers answers and receives what contacts write; agents see neither errors nor how many answers are waiting */
  listChannelHealth(): Promise<{ items: { state: ChannelState; since: string; error?: string | undefined; backlog: number; oldest?: string | undefined; notSetUp?: boolean | undefined; receiving?: { state: ChannelState; since: string; error?: string | undefined } | undefined; channelId: string }[] }>
  /** Register a channel */
  createChannel(input: { body: WrittenChannel }): Promise<Channel>
  /** Channels by name; only administrators see settings and keys */
  listChannels(input?: { query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: Channel[]; nextCursor: (string | null) }>
  /** One channel; its version is the ETag */
  getChannel(input: { params: { id: string } }): Promise<Channel>
  /** Change a channel; If-Match guards against overwriting */
  replaceChannel(input: { params: { id: string }; body: WrittenChannel; ifMatch?: number }): Promise<Channel>
  /** What must be entered elsewhere for a channel to work: its webhook address, the line of HTML for a website */
  getChannelConnection(input: { params: { id: string } }): Promise<{ webhook?: string | undefined; snippet?: string | undefined; lastShown?: { origin: string; at: string } | undefined; testable: boolean }>
  /** Whether a channel delivers answers and receives what contacts write, and how many answers are waiting */
  getChannelHealth(input: { params: { id: string } }): Promise<ChannelHealth>
  /** Create an API key, which is shown only once; the others expire after the given overlap */
  createChannelKey(input: { params: { id: string }; body: { retireOthersAfterSeconds?: number | undefined } }): Promise<{ id: string; apiKey: string }>
  /** Revoke an API key; the others stay valid */
  revokeChannelKey(input: { params: { id: string; keyId: string } }): Promise<void>
  /** The raw payloads from a channel's provider, newest first; kept for RAW_PAYLOAD_DAYS */
  listChannelPayloads(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined; problem?: "true" | undefined } }): Promise<{ items: { id: string; receivedAt: string; body: string; problems: string[] }[]; nextCursor: (string | null) }>
  /** A channel's mails that were set aside, newest first; kept for RAW_PAYLOAD_DAYS */
  listSetAsideMails(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined; automatic?: "true" | undefined } }): Promise<{ items: SetAsideMail[]; nextCursor: (string | null) }>
  /** Stop listing a mail that was set aside */
  dismissSetAsideMail(input: { params: { id: string; mailId: string } }): Promise<void>
  /** A mail that was set aside, in its original form */
  downloadSetAsideMail(input: { params: { id: string; mailId: string } }): Promise<Blob>
  /** Process a mail that was set aside again; if it becomes a message, it is no longer listed */
  retrySetAsideMail(input: { params: { id: string; mailId: string } }): Promise<{ outcome: ("message" | "report" | "own" | "automatic" | "set-aside"); id?: string | undefined; problem?: string | undefined }>
  /** The templates of a channel, by name and language, as last reported by its provider; empty if the channel has none */
  listChannelTemplates(input: { params: { id: string } }): Promise<{ items: ChannelTemplate[] }>
  /** Check with its provider whether a channel works with its current settings; no contact notices */
  testChannel(input: { params: { id: string } }): Promise<{ ok: boolean; problems: ChannelProblem[] }>
  /** Colleagues to transfer to, with their presence and load */
  listColleagues(): Promise<{ items: Colleague[] }>
  /** A contact as its channel knows them, with agents' corrections */
  getContact(input: { params: { id: string } }): Promise<Contact>
  /** Correct a contact; agents' corrections win over later data from the channel, field by field */
  patchContact(input: { params: { id: string }; body: ContactChange }): Promise<Contact>
  /** The conversations of a contact that the caller may see, newest first */
  listConversationsOfContact(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: ConversationSummary[]; nextCursor: (string | null) }>
  /** Erase everything kept of a contact, for good; refused while a conversation with them is not closed. Report figures stay */
  eraseContact(input: { params: { id: string } }): Promise<{ contactId: string; askedAt: string }>
  /** Export what is kept of a contact, conversation by conversation, newest first; files by addresses valid for an hour. Audited */
  exportContact(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ contact: Contact; items: { conversation: ConversationSummary; messages: Message[]; notes: InternalNote[]; history: Transition[] }[]; nextCursor: (string | null) }>
  /** How many conversations each tab holds; 1000 means that many or more */
  countConversations(): Promise<{ [name: string]: number }>
  /** One tab of the inbox: Queue by arrival, the others newest first. With q, what matches it, newest first, in one tab or everywhere */
  listConversations(input?: { query?: { cursor?: string | undefined; limit?: number | undefined; tab?: Tab | undefined; departmentId?: string | undefined; channelId?: string | undefined; agentId?: string | undefined; q?: string | undefined } }): Promise<{ items: { id: string; referenceNumber: string; protocol?: string | undefined; version: number; status: ConversationStatus; reason?: string | undefined; parkedUntil?: ParkedUntil | undefined; channel: ChannelRef; contact: ContactRef; thread?: Thread | undefined; departmentId: string; agent?: AgentRef | undefined; offer?: { id: string; agentId: string; kind: OfferKind; expiresAt?: string | undefined } | undefined; arrivedAt?: string | undefined; enqueuedAt: string; priority?: number | undefined; ownPriority?: number | undefined; statusSince?: string | undefined; startedAt?: string | undefined; closedAt?: string | undefined; window?: { expiresAt: string } | undefined; awaitsContact?: boolean | undefined; unread: number; undelivered?: boolean | undefined; lastMessage?: { direction: ("inbound" | "outbound"); type?: string | undefined; preview: string; at: string } | undefined; tags: string[]; context?: { label: string; value: string }[] | undefined; previousConversationId?: string | undefined; rating?: Rating | undefined; ratable?: Ratable | undefined; continuedIn?: string | undefined; found?: Excerpt | undefined }[]; nextCursor: (string | null) }>
  /** Write to somebody first; the conversation belongs to the caller. Repeating a clientMessageId returns the same conversation; if one with them is already open, 409 `already-open` names it */
  startConversation(input: { body: { clientMessageId: string; channelId: string; departmentId?: string | undefined; to: ({ contactId: string } | { address: string; name?: string | undefined }); content: Answer; mail?: { subject?: string | undefined; foldAt?: number | undefined; cc?: string[] | undefined; attachments?: { mediaId: string }[] | undefined } | undefined } }): Promise<ConversationSummary>
  /** One conversation, with the caller's draft of a reply */
  getConversation(input: { params: { id: string } }): Promise<ConversationDetail>
  /** Take a waiting conversation, or the one offered to you */
  acceptConversation(input: { params: { id: string }; body?: { offerId?: string | undefined } }): Promise<ConversationSummary>
  /** Offer a waiting conversation to a specific agent */
  assignConversation(input: { params: { id: string }; body: { agentId: string; clientActionId?: string | undefined } }): Promise<ConversationSummary>
  /** Close the conversation */
  closeConversation(input: { params: { id: string }; body?: { reason?: string | undefined; tags?: string[] | undefined; note?: string | undefined } }): Promise<ConversationSummary>
  /** Decline an offer: back to Queue, at its old place */
  declineOffer(input: { params: { id: string }; body: { offerId: string; clientActionId?: string | undefined } }): Promise<ConversationSummary>
  /** Close an inactive conversation, with the outcome */
  dismissConversation(input: { params: { id: string }; body: { outcome: string } }): Promise<ConversationSummary>
  /** Keep a draft of my reply; an empty one that quotes no message is removed */
  putDraft(input: { params: { id: string }; body: { text: string; replyTo?: ReplyTo | undefined } }): Promise<void>
  /** Every transition: who, when, why, and the decision behind an offer */
  listHistory(input: { params: { id: string } }): Promise<{ items: { rule: string; from: (ConversationStatus | null); to: ConversationStatus; cause: string; reason?: string | undefined; actor: Actor; at: string; note?: string | undefined; until?: ParkedUntil | undefined; context?: { label: string; value: string }[] | undefined; bot?: boolean | undefined; offerId?: string | undefined; previousAgentId?: string | undefined; toAgentId?: string | undefined; previousDepartmentId?: string | undefined; toDepartmentId?: string | undefined; decision?: DecisionRecord | undefined; lastedMs?: number | undefined; waitedMs?: number | undefined; handledMs?: number | undefined; version: number; conversationId: string }[]; nextCursor: (string | null) }>
  /** Messages in ascending order, the newest page first; reading does not take the conversation */
  listMessages(input: { params: { id: string }; query?: { before?: string | undefined; cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: Message[]; nextCursor: (string | null) }>
  /** Answer the contact; repeating a clientMessageId returns the same message */
  sendMessage(input: { params: { id: string }; body: { clientMessageId: string; content: Answer; replyTo?: ReplyTo | undefined; mail?: WrittenMail | undefined } }): Promise<Message>
  /** Accept that a message may not have arrived */
  leaveAsIs(input: { params: { id: string; messageId: string }; body?: { sentAgain?: number | undefined } }): Promise<Message>
  /** React to a contact's message, replacing our side's earlier reaction; without emoji, remove it */
  reactTo(input: { params: { id: string; messageId: string }; body: { emoji?: string | undefined; times?: number | undefined } }): Promise<Message>
  /** Send a message that failed, or may have failed, again; one that is on its way is left alone */
  sendAgain(input: { params: { id: string; messageId: string }; body?: { sentAgain?: number | undefined } }): Promise<Message>
  /** Internal notes in ascending order, the newest page first */
  listNotes(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: InternalNote[]; nextCursor: (string | null) }>
  /** Write a note for other agents; repeating a clientNoteId returns the same note */
  writeNote(input: { params: { id: string }; body: { text: string; clientNoteId?: string | undefined } }): Promise<InternalNote>
  /** Park in My Inbox, optionally until a time or until the contact writes */
  parkConversation(input: { params: { id: string }; body?: { reason?: string | undefined; until?: ParkedUntil | undefined } }): Promise<ConversationSummary>
  /** Serve before or after others whenever it waits; takes effect at once. Agents may do this where their department allows it */
  prioritizeConversation(input: { params: { id: string }; body: { priority: number } }): Promise<ConversationSummary>
  /** Mark everything up to now as read */
  markRead(input: { params: { id: string }; body?: {} }): Promise<ConversationSummary>
  /** Resume from My Inbox */
  resumeConversation(input: { params: { id: string }; body?: {} }): Promise<ConversationSummary>
  /** Return to Queue, at its old place, with a note for whoever serves it next */
  returnConversation(input: { params: { id: string }; body?: { note?: string | undefined; context?: { label: string; value: string }[] | undefined; clientActionId?: string | undefined } }): Promise<ConversationSummary>
  /** Why not Ana: how an agent stood in the last 50 decisions about a conversation; agents may only ask about themselves */
  getAgentStandings(input: { params: { id: string; agentId: string } }): Promise<AgentStandings>
  /** Replace the tags */
  putTags(input: { params: { id: string }; body: { tags: string[] } }): Promise<ConversationSummary>
  /** Transfer to a department, or offer to an agent */
  transferConversation(input: { params: { id: string }; body: ({ departmentId: string; note?: string | undefined; context?: { label: string; value: string }[] | undefined; clientActionId?: string | undefined } | { agentId: string; note?: string | undefined; context?: { label: string; value: string }[] | undefined; clientActionId?: string | undefined }) }): Promise<ConversationSummary>
  /** Cancel a transfer that has not been accepted */
  cancelTransfer(input: { params: { id: string }; body?: { clientActionId?: string | undefined } }): Promise<ConversationSummary>
  /** Tell others that I am typing, like the socket event */
  tellTyping(input: { params: { id: string }; body?: { typing?: boolean | undefined } }): Promise<void>
  /** Why a conversation is waiting, and why each agent has not been offered it */
  getWaitingReason(input: { params: { id: string } }): Promise<WaitingReason>
  /** Why me: the decision behind each offer of a conversation, newest first; agents see those of their departments */
  listDecisions(input: { query: { cursor?: string | undefined; limit?: number | undefined; conversationId: string } }): Promise<{ items: { id: string; conversationId: string; departmentId: string; offerNumber: number; policyVersion: number; strategy: ("random" | "leastLoaded" | "roundRobin" | "longestIdle"); candidates: string[]; exclusions: Exclusion[]; chosenAgentId: string; preferredAgentId?: string | undefined; preferred: boolean; newRound?: boolean | undefined; draw?: { proof: string; index: number } | undefined; basis?: { loads?: number[] | undefined; idleSince?: number[] | undefined; lastChosenId?: string | undefined } | undefined; decidedAt: string; verified?: boolean | undefined }[]; nextCursor: (string | null) }>
  /** Register a department */
  createDepartment(input: { body: DepartmentFields }): Promise<Department>
  /** Departments by name */
  listDepartments(input?: { query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: Department[]; nextCursor: (string | null) }>
  /** Deactivate a department; nothing is deleted. While something refers to it, a successor is required */
  deactivateDepartment(input: { params: { id: string }; query?: { successorId?: string | undefined } }): Promise<void>
  /** One department; its version is the ETag */
  getDepartment(input: { params: { id: string } }): Promise<Department>
  /** Change, or with `successorId` end, a department and its policy; If-Match guards against overwriting */
  replaceDepartment(input: { params: { id: string }; body: DepartmentFields; ifMatch?: number }): Promise<Department>
  /** What a changed policy would do now, without changing anything */
  dryRunPolicy(input: { params: { id: string }; body: { active?: boolean | undefined; distribution: DistributionPolicy } }): Promise<DryRun>
  /** Upload a file (the body is its bytes), to be sent in a message; it is removed after a day unless a message names it */
  uploadMedia(input: { query?: { name?: string | undefined }; body: Blob }): Promise<MediaFacts>
  /** Live figures per department and agent */
  getMonitor(): Promise<{ departments: { departmentId: string; name: string; waiting: number; headEnqueuedAt?: string | undefined; longestWaitingSince?: string | undefined; offered: number; ongoing: number; pending: number; inactive: number }[]; agents: Colleague[] }>
  /** The last few hours of each department in steps, oldest first */
  getActivity(input?: { query?: { hours?: number | undefined; stepMinutes?: number | undefined } }): Promise<{ stepMinutes: number; points: ActivityPoint[] }>
  /** Volumes, waiting, first response, handling and abandonment, by day, department, agent, channel or close reason */
  getConversationReport(input: { query: { from: string; to: string; timeZone?: string | undefined; by?: string | undefined; departmentId?: string | undefined; channelId?: string | undefined; agentId?: string | undefined; targetSeconds?: number | undefined } }): Promise<{ rows: ReportRow[]; total: ReportFigures }>
  /** The same report as CSV */
  getConversationReportCsv(input: { query: { from: string; to: string; timeZone?: string | undefined; by?: string | undefined; departmentId?: string | undefined; channelId?: string | undefined; agentId?: string | undefined; targetSeconds?: number | undefined } }): Promise<string>
  /** Service accounts by name, with what they may do and when they were last used */
  listServiceAccounts(input?: { query?: { cursor?: string | undefined; limit?: number | undefined; active?: string | undefined } }): Promise<{ items: ServiceAccount[]; nextCursor: (string | null) }>
  /** How long the given agents had each status and link between two instants at most 92 days apart */
  listStatusTimes(input: { query: { agentIds: string; from: string; to: string } }): Promise<{ items: StatusTimes[] }>
  /** How long new conversations will wait, per active department; agents see only their departments */
  listWaitEstimates(): Promise<{ items: WaitEstimate[] }>
  /** Whether webhooks accept what is posted to them, and how much is waiting for each */
  listWebhookHealth(): Promise<{ items: { webhookId: string; state: ("connected" | "failing"); since?: string | undefined; error?: string | undefined; waiting: number; oldest?: string | undefined }[] }>
  /** Register an address to be notified of events; the secret that signs them is shown only once */
  createWebhook(input: { body: WebhookFields }): Promise<{ url: string; description?: string | undefined; events: WebhookEventType[]; active: boolean; id: string; version: number; disabled?: { reason: ("gone" | "failing"); error: string; at: string } | undefined; formerSecretUntil?: string | undefined; secret: string }>
  /** The addresses that are notified of events */
  listWebhooks(input?: { query?: { cursor?: string | undefined; limit?: number | undefined } }): Promise<{ items: Webhook[]; nextCursor: (string | null) }>
  /** Delete a webhook: what is waiting for it is no longer posted, and its log is deleted */
  deleteWebhook(input: { params: { id: string } }): Promise<void>
  /** One webhook; its version is the ETag */
  getWebhook(input: { params: { id: string } }): Promise<Webhook>
  /** Change a webhook, or activate it again; If-Match guards against overwriting */
  replaceWebhook(input: { params: { id: string }; body: WebhookFields; ifMatch?: number }): Promise<Webhook>
  /** What was or will be posted to a webhook, newest first; kept for 30 days, or RETENTION_WEBHOOK_LOG_DAYS */
  listWebhookDeliveries(input: { params: { id: string }; query?: { cursor?: string | undefined; limit?: number | undefined; state?: WebhookDeliveryState | undefined } }): Promise<{ items: WebhookDelivery[]; nextCursor: (string | null) }>
  /** Post an event again, with a new id; one that is still waiting is retried now */
  resendWebhookDelivery(input: { params: { id: string; deliveryId: string } }): Promise<{ id: string }>
  /** Replace the secret with a new one, which is shown only once; during the overlap calls are signed with both */
  rotateWebhookSecret(input: { params: { id: string }; body: { overlapSeconds?: number | undefined } }): Promise<{ secret: string; formerSecretUntil: string }>
}

export const createInboxClient = (options: ClientOptions): InboxClient => clientOf<InboxClient>(ROUTES, options)

interface Route {
  method: string
  path: string
  /** Calling it twice has the same effect as calling it once. */
  repeatable: boolean
  /** The formats of its body and its answer. */
  body: string
  answer: string
}

interface Input {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  ifMatch?: number
}

export interface ClientOptions {
  /** The gateway's URL, e.g. `https://inbox.example.com`. */
  url: string
  /** A service account's token. */
  token: string
  /** For how long a call that may still succeed is retried, in ms. Default 60,000. */
  retryForMs?: number
  /** How long one attempt may take, in ms. Default 20,000. */
  timeoutMs?: number
}

/** Why a call was refused, as an RFC 9457 problem. */
export class InboxError extends Error {
  override readonly name = 'InboxError'
  readonly status: number
  readonly code: string | undefined
  /** Where the body is invalid. */
  readonly issues: { path: string; message: string }[]
  /** The state because of which the call was refused. */
  readonly current: unknown

  constructor(
    status: number,
    problem: { code?: string; detail?: string; issues?: InboxError['issues']; current?: unknown }
  ) {
    super(problem.detail ?? `the gateway responded with ${status}`)
    this.status = status
    this.code = problem.code
    this.issues = problem.issues ?? []
    this.current = problem.current
  }
}

const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [500, 10_000]

/**
 * One function per route. Calls that may still succeed are retried: those refused for now and, if repeatable, those
 * that failed or got no answer.
 */
function clientOf<Client>(routes: Record<string, Route>, options: ClientOptions): Client {
  const call = async (route: Route, input: Input = {}): Promise<unknown> => {
    const until = Date.now() + (options.retryForMs ?? 60_000)
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      const { answer, failure, afterMs } = await attempt(route, input, options)
      if (!failure) return answer
      const wait = Math.max(pause, afterMs)
      if (!mayPass(failure, route) || Date.now() + wait > until) throw failure
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
  return Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [name, (input?: Input) => call(route, input)])
  ) as Client
}

const mayPass = (failure: Error, { repeatable }: Route): boolean =>
  failure instanceof InboxError ? failure.status === 429 || (repeatable && failure.status >= 500) : repeatable

async function attempt(
  route: Route,
  { params, query, body, ifMatch }: Input,
  { url, token, timeoutMs = 20_000 }: ClientOptions
) {
  const address = new URL(
    route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? '')),
    url
  )
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) address.searchParams.set(name, String(value))
  try {
    const response = await fetch(address, {
      method: route.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': route.body }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` })
      },
      ...(body !== undefined && { body: route.body === 'application/json' ? JSON.stringify(body) : (body as Blob) }),
      signal: AbortSignal.timeout(timeoutMs)
    })
    return await outcomeOf(response, route)
  } catch (error) {
    return { failure: error as Error, afterMs: 0 }
  }
}

interface Outcome {
  answer?: unknown
  failure?: Error
  /** The delay that the gateway asked for. */
  afterMs: number
}

async function outcomeOf(response: Response, route: Route): Promise<Outcome> {
  const { ok, status, headers } = response
  const afterMs = Number(headers.get('retry-after') ?? 0) * 1000 || 0
  if (!ok) return { failure: new InboxError(status, parsed(await response.text())), afterMs }
  if (route.answer === 'application/octet-stream') return { answer: await response.blob(), afterMs }
  const text = await response.text()
  return { answer: text === '' ? undefined : route.answer === 'application/json' ? JSON.parse(text) : text, afterMs }
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}

const ROUTES: Record<string, Route> = {
  createAgent: {"method":"POST","path":"/v1/agents","repeatable":false,"body":"application/json","answer":"application/json"},
  listAgents: {"method":"GET","path":"/v1/agents","repeatable":true,"body":"application/json","answer":"application/json"},
  getAgent: {"method":"GET","path":"/v1/agents/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  replaceAgent: {"method":"PUT","path":"/v1/agents/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  postAgentStatus: {"method":"POST","path":"/v1/agents/{id}/status","repeatable":false,"body":"application/json","answer":"application/json"},
  listStatusLog: {"method":"GET","path":"/v1/agents/{id}/status-log","repeatable":true,"body":"application/json","answer":"application/json"},
  listAudit: {"method":"GET","path":"/v1/audit","repeatable":true,"body":"application/json","answer":"application/json"},
  createCannedReply: {"method":"POST","path":"/v1/canned-replies","repeatable":false,"body":"application/json","answer":"application/json"},
  listCannedReplies: {"method":"GET","path":"/v1/canned-replies","repeatable":true,"body":"application/json","answer":"application/json"},
  getCannedReply: {"method":"GET","path":"/v1/canned-replies/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  replaceCannedReply: {"method":"PUT","path":"/v1/canned-replies/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  retireCannedReply: {"method":"DELETE","path":"/v1/canned-replies/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  listChannelHealth: {"method":"GET","path":"/v1/channel-health","repeatable":true,"body":"application/json","answer":"application/json"},
  createChannel: {"method":"POST","path":"/v1/channels","repeatable":false,"body":"application/json","answer":"application/json"},
  listChannels: {"method":"GET","path":"/v1/channels","repeatable":true,"body":"application/json","answer":"application/json"},
  getChannel: {"method":"GET","path":"/v1/channels/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  replaceChannel: {"method":"PUT","path":"/v1/channels/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  getChannelConnection: {"method":"GET","path":"/v1/channels/{id}/connection","repeatable":true,"body":"application/json","answer":"application/json"},
  getChannelHealth: {"method":"GET","path":"/v1/channels/{id}/health","repeatable":true,"body":"application/json","answer":"application/json"},
  createChannelKey: {"method":"POST","path":"/v1/channels/{id}/keys","repeatable":false,"body":"application/json","answer":"application/json"},
  revokeChannelKey: {"method":"DELETE","path":"/v1/channels/{id}/keys/{keyId}","repeatable":false,"body":"application/json","answer":"application/json"},
  listChannelPayloads: {"method":"GET","path":"/v1/channels/{id}/payloads","repeatable":true,"body":"application/json","answer":"application/json"},
  listSetAsideMails: {"method":"GET","path":"/v1/channels/{id}/set-aside-mails","repeatable":true,"body":"application/json","answer":"application/json"},
  dismissSetAsideMail: {"method":"POST","path":"/v1/channels/{id}/set-aside-mails/{mailId}/dismiss","repeatable":true,"body":"application/json","answer":"application/json"},
  downloadSetAsideMail: {"method":"GET","path":"/v1/channels/{id}/set-aside-mails/{mailId}/raw","repeatable":true,"body":"application/json","answer":"application/octet-stream"},
  retrySetAsideMail: {"method":"POST","path":"/v1/channels/{id}/set-aside-mails/{mailId}/retry","repeatable":true,"body":"application/json","answer":"application/json"},
  listChannelTemplates: {"method":"GET","path":"/v1/channels/{id}/templates","repeatable":true,"body":"application/json","answer":"application/json"},
  testChannel: {"method":"POST","path":"/v1/channels/{id}/test","repeatable":false,"body":"application/json","answer":"application/json"},
  listColleagues: {"method":"GET","path":"/v1/colleagues","repeatable":true,"body":"application/json","answer":"application/json"},
  getContact: {"method":"GET","path":"/v1/contacts/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  patchContact: {"method":"PATCH","path":"/v1/contacts/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  listConversationsOfContact: {"method":"GET","path":"/v1/contacts/{id}/conversations","repeatable":true,"body":"application/json","answer":"application/json"},
  eraseContact: {"method":"POST","path":"/v1/contacts/{id}/erase","repeatable":false,"body":"application/json","answer":"application/json"},
  exportContact: {"method":"GET","path":"/v1/contacts/{id}/export","repeatable":true,"body":"application/json","answer":"application/json"},
  countConversations: {"method":"GET","path":"/v1/conversation-counts","repeatable":true,"body":"application/json","answer":"application/json"},
  listConversations: {"method":"GET","path":"/v1/conversations","repeatable":true,"body":"application/json","answer":"application/json"},
  startConversation: {"method":"POST","path":"/v1/conversations","repeatable":true,"body":"application/json","answer":"application/json"},
  getConversation: {"method":"GET","path":"/v1/conversations/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  acceptConversation: {"method":"POST","path":"/v1/conversations/{id}/accept","repeatable":true,"body":"application/json","answer":"application/json"},
  assignConversation: {"method":"POST","path":"/v1/conversations/{id}/assign","repeatable":true,"body":"application/json","answer":"application/json"},
  closeConversation: {"method":"POST","path":"/v1/conversations/{id}/close","repeatable":true,"body":"application/json","answer":"application/json"},
  declineOffer: {"method":"POST","path":"/v1/conversations/{id}/decline","repeatable":true,"body":"application/json","answer":"application/json"},
  dismissConversation: {"method":"POST","path":"/v1/conversations/{id}/dismiss","repeatable":true,"body":"application/json","answer":"application/json"},
  putDraft: {"method":"PUT","path":"/v1/conversations/{id}/draft","repeatable":true,"body":"application/json","answer":"application/json"},
  listHistory: {"method":"GET","path":"/v1/conversations/{id}/history","repeatable":true,"body":"application/json","answer":"application/json"},
  listMessages: {"method":"GET","path":"/v1/conversations/{id}/messages","repeatable":true,"body":"application/json","answer":"application/json"},
  sendMessage: {"method":"POST","path":"/v1/conversations/{id}/messages","repeatable":true,"body":"application/json","answer":"application/json"},
  leaveAsIs: {"method":"POST","path":"/v1/conversations/{id}/messages/{messageId}/leave-as-is","repeatable":true,"body":"application/json","answer":"application/json"},
  reactTo: {"method":"PUT","path":"/v1/conversations/{id}/messages/{messageId}/reaction","repeatable":true,"body":"application/json","answer":"application/json"},
  sendAgain: {"method":"POST","path":"/v1/conversations/{id}/messages/{messageId}/send-again","repeatable":true,"body":"application/json","answer":"application/json"},
  listNotes: {"method":"GET","path":"/v1/conversations/{id}/notes","repeatable":true,"body":"application/json","answer":"application/json"},
  writeNote: {"method":"POST","path":"/v1/conversations/{id}/notes","repeatable":true,"body":"application/json","answer":"application/json"},
  parkConversation: {"method":"POST","path":"/v1/conversations/{id}/park","repeatable":true,"body":"application/json","answer":"application/json"},
  prioritizeConversation: {"method":"PUT","path":"/v1/conversations/{id}/priority","repeatable":true,"body":"application/json","answer":"application/json"},
  markRead: {"method":"POST","path":"/v1/conversations/{id}/read","repeatable":true,"body":"application/json","answer":"application/json"},
  resumeConversation: {"method":"POST","path":"/v1/conversations/{id}/resume","repeatable":true,"body":"application/json","answer":"application/json"},
  returnConversation: {"method":"POST","path":"/v1/conversations/{id}/return","repeatable":true,"body":"application/json","answer":"application/json"},
  getAgentStandings: {"method":"GET","path":"/v1/conversations/{id}/standings/{agentId}","repeatable":true,"body":"application/json","answer":"application/json"},
  putTags: {"method":"PUT","path":"/v1/conversations/{id}/tags","repeatable":true,"body":"application/json","answer":"application/json"},
  transferConversation: {"method":"POST","path":"/v1/conversations/{id}/transfer","repeatable":true,"body":"application/json","answer":"application/json"},
  cancelTransfer: {"method":"POST","path":"/v1/conversations/{id}/transfer/cancel","repeatable":true,"body":"application/json","answer":"application/json"},
  tellTyping: {"method":"POST","path":"/v1/conversations/{id}/typing","repeatable":false,"body":"application/json","answer":"application/json"},
  getWaitingReason: {"method":"GET","path":"/v1/conversations/{id}/waiting-reason","repeatable":true,"body":"application/json","answer":"application/json"},
  listDecisions: {"method":"GET","path":"/v1/decisions","repeatable":true,"body":"application/json","answer":"application/json"},
  createDepartment: {"method":"POST","path":"/v1/departments","repeatable":false,"body":"application/json","answer":"application/json"},
  listDepartments: {"method":"GET","path":"/v1/departments","repeatable":true,"body":"application/json","answer":"application/json"},
  deactivateDepartment: {"method":"DELETE","path":"/v1/departments/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  getDepartment: {"method":"GET","path":"/v1/departments/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  replaceDepartment: {"method":"PUT","path":"/v1/departments/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  dryRunPolicy: {"method":"POST","path":"/v1/departments/{id}/policy/dry-run","repeatable":false,"body":"application/json","answer":"application/json"},
  uploadMedia: {"method":"POST","path":"/v1/media","repeatable":false,"body":"application/octet-stream","answer":"application/json"},
  getMonitor: {"method":"GET","path":"/v1/monitor","repeatable":true,"body":"application/json","answer":"application/json"},
  getActivity: {"method":"GET","path":"/v1/monitor/activity","repeatable":true,"body":"application/json","answer":"application/json"},
  getConversationReport: {"method":"GET","path":"/v1/reports/conversations","repeatable":true,"body":"application/json","answer":"application/json"},
  getConversationReportCsv: {"method":"GET","path":"/v1/reports/conversations.csv","repeatable":true,"body":"application/json","answer":"text/csv"},
  listServiceAccounts: {"method":"GET","path":"/v1/service-accounts","repeatable":true,"body":"application/json","answer":"application/json"},
  listStatusTimes: {"method":"GET","path":"/v1/status-times","repeatable":true,"body":"application/json","answer":"application/json"},
  listWaitEstimates: {"method":"GET","path":"/v1/wait-estimates","repeatable":true,"body":"application/json","answer":"application/json"},
  listWebhookHealth: {"method":"GET","path":"/v1/webhook-health","repeatable":true,"body":"application/json","answer":"application/json"},
  createWebhook: {"method":"POST","path":"/v1/webhooks","repeatable":false,"body":"application/json","answer":"application/json"},
  listWebhooks: {"method":"GET","path":"/v1/webhooks","repeatable":true,"body":"application/json","answer":"application/json"},
  deleteWebhook: {"method":"DELETE","path":"/v1/webhooks/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  getWebhook: {"method":"GET","path":"/v1/webhooks/{id}","repeatable":true,"body":"application/json","answer":"application/json"},
  replaceWebhook: {"method":"PUT","path":"/v1/webhooks/{id}","repeatable":false,"body":"application/json","answer":"application/json"},
  listWebhookDeliveries: {"method":"GET","path":"/v1/webhooks/{id}/deliveries","repeatable":true,"body":"application/json","answer":"application/json"},
  resendWebhookDelivery: {"method":"POST","path":"/v1/webhooks/{id}/deliveries/{deliveryId}/resend","repeatable":false,"body":"application/json","answer":"application/json"},
  rotateWebhookSecret: {"method":"POST","path":"/v1/webhooks/{id}/rotate-secret","repeatable":false,"body":"application/json","answer":"application/json"}
}

export type ActivityPoint = { at: string; departmentId: string; arrived: number; started: number; closed: number; abandoned: number; waiting: number }
export type Actor = { kind: ("contact" | "agent" | "system"); id?: string | undefined; name?: string | undefined; bot?: boolean | undefined }
export type Agent = { name: string; email: string; role: Role; departmentIds: string[]; limit: number; exceedLimit?: boolean | undefined; active: boolean; bot?: { silentSeconds: number } | undefined; id: string; version: number }
export type AgentRef = { id: string; name: string; bot?: boolean | undefined }
export type AgentStandings = { conversationId: string; agentId: string; offers: { id: string; offerNumber: number; policyVersion: number; strategy: ("random" | "leastLoaded" | "roundRobin" | "longestIdle"); decidedAt: string; chosenAgentId: string; standing: Standing; candidates: number }[]; now?: Standing | undefined }
export type Answer = ({ type: "text"; text: string } | { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType?: string | undefined; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | { type: "location"; latitude: number; longitude: number; name?: string | undefined } | { type: "contactCard"; name: string; phones?: string[] | undefined; emails?: string[] | undefined; organization?: string | undefined } | { type: "template"; name: string; language: string; components: { [name: string]: unknown }[]; text: string; header?: { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType?: string | undefined; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | undefined })
export type AttributeValue = (string | number | boolean)
export type AuditAction = ("created" | "changed" | "activated" | "deactivated" | "erased" | "signedIn" | "signInFailed" | "signedOut" | "signInStolen" | "read" | "searched" | "exported")
export type AuditActor = { kind: ("user" | "serviceAccount" | "service" | "anyone"); id: string; name: string; role?: Role | undefined }
export type AuditEntry = { id: string; at: string; actor: AuditActor; action: AuditAction; subject: { kind: AuditSubjectKind; id: string; name: string }; version: number; changes: FieldChange[]; address?: string | undefined; correlationId: string }
export type AuditSubjectKind = ("department" | "agent" | "channel" | "cannedReply" | "webhook" | "serviceAccount" | "signIn" | "contact" | "conversation" | "search" | "report")
export type Because = ("manual" | "offerOnItsWay" | "outsideHours" | "nobodyEligible" | "everybodyLetItPass" | "waitsForPreferred" | "policyUnconfirmed" | "aboutToBeOffered")
export type BusinessHours = { timeZone: string; weekly: { day: number; from: string; to: string }[]; holidays?: string[] | undefined; message?: string | undefined }
export type BusinessHoursOutput = { timeZone: string; weekly: { day: number; from: string; to: string }[]; holidays: string[]; message?: string | undefined }
export type CannedReply = { name: string; shortcut: string; text: string; departmentId?: string | undefined; active: boolean; id: string; version: number }
export type CannedReplyFields = { name: string; shortcut: string; text: string; departmentId?: string | undefined; active?: boolean | undefined }
export type Capabilities = { text: { max: number }; media: { image?: { types: string[]; maxBytes: number } | undefined; video?: { types: string[]; maxBytes: number } | undefined; audio?: { types: string[]; maxBytes: number } | undefined; file?: { types: string[]; maxBytes: number } | undefined }; templates: boolean; reactions: boolean; quotes: boolean; typing: boolean; readMarks: boolean; readReceipts: boolean; edits: boolean; startsWith?: ("phone" | "email") | undefined }
export type Channel = { kind: ChannelKind; name: string; icon?: ChannelIcon | undefined; departmentId: string; session: SessionRule; priority?: number | undefined; settings: { [name: string]: (string | number | boolean | { set: true }) }; active: boolean; id: string; version: number; capabilities: Capabilities; keys: { id: string; hint: string; createdAt: string; expiresAt?: string | undefined }[] }
export type ChannelFields = { kind: ChannelKind; name: string; icon?: ChannelIcon | undefined; departmentId: string; session?: SessionRule | undefined; priority?: number | undefined; settings?: { [name: string]: (string | number | boolean | { set: true }) } | undefined; active?: boolean | undefined }
export type ChannelHealth = { state: ChannelState; since: string; error?: string | undefined; retryAt?: string | undefined; backlog: number; oldest?: string | undefined; notSetUp?: boolean | undefined; receiving?: { state: ChannelState; since: string; error?: string | undefined } | undefined; account?: ProviderAccount | undefined }
export type ChannelIcon = ("webchat" | "whatsapp" | "email" | "api" | "instagram" | "messenger" | "telegram" | "sms" | "phone" | "x" | "wechat" | "line" | "teams" | "slack" | "discord" | "tiktok" | "website")
export type ChannelKind = ("webchat" | "whatsapp" | "email" | "api")
export type ChannelProblem = { code: ("missing" | "unreachable" | "unauthorized" | "unexpected"); setting?: string | undefined; detail?: string | undefined }
export type ChannelRef = { id: string; kind: ChannelKind; name: string }
export type ChannelState = ("connected" | "failing" | "disconnected")
export type ChannelTemplate = { name: string; language: string; category: ("marketing" | "utility" | "authentication" | "other"); status: ("approved" | "pending" | "rejected" | "paused" | "disabled"); quality?: ("high" | "medium" | "low") | undefined; reason?: string | undefined; header?: { kind: ("text" | "image" | "video" | "document" | "other"); text?: string | undefined } | undefined; body: string; footer?: string | undefined; buttons: { kind: ("reply" | "url" | "phone" | "code" | "other"); text: string; url?: string | undefined }[]; fields: { id: string; part: ("header" | "body" | "button"); index?: number | undefined; kind: ("text" | "image" | "video" | "document" | "code"); name?: string | undefined; named: boolean; example?: string | undefined }[]; sendable: boolean }
export type ChosenStatus = ("available" | "unavailable" | "preBreak" | "break" | "loggedOut")
export type CloseForm = { required?: boolean | undefined; reasons?: string[] | undefined }
export type CloseFormOutput = { required: boolean; reasons: string[] }
export type Colleague = { id: string; name: string; departmentIds: string[]; status: string; link: string; load: number; limit: number }
export type Contact = { id: string; externalId: string; aliases?: string[] | undefined; name?: string | undefined; email?: string | undefined; phone?: string | undefined; avatarUrl?: string | undefined; erasedAt?: string | undefined; version: number; channel: ChannelRef; attributes: { [name: string]: AttributeValue }; createdAt: string }
export type ContactChange = { name?: (string | null) | undefined; email?: (string | null) | undefined; phone?: (string | null) | undefined; attributes?: { [name: string]: (AttributeValue | null) } | undefined }
export type ContactRef = { id: string; externalId: string; aliases?: string[] | undefined; name?: string | undefined; email?: string | undefined; phone?: string | undefined; avatarUrl?: string | undefined; erasedAt?: string | undefined }
export type Content = ({ type: "text"; text: string } | { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType: string; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | { type: "location"; latitude: number; longitude: number; name?: string | undefined } | { type: "contactCard"; name: string; phones?: string[] | undefined; emails?: string[] | undefined; organization?: string | undefined } | { type: "interactive"; title: string; id?: string | undefined; description?: string | undefined } | { type: "order"; items: { id: string; name?: string | undefined; quantity: number; price?: number | undefined }[]; text?: string | undefined; currency: string } | { type: "unsupported"; what: string } | { type: "template"; name: string; language: string; components: { [name: string]: unknown }[]; text: string; header?: { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType: string; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | undefined } | { type: "revoked" } | { type: "erased" })
export type ConversationDetail = { id: string; referenceNumber: string; protocol?: string | undefined; version: number; status: ConversationStatus; reason?: string | undefined; parkedUntil?: ParkedUntil | undefined; channel: ChannelRef; contact: ContactRef; thread?: Thread | undefined; departmentId: string; agent?: AgentRef | undefined; offer?: { id: string; agentId: string; kind: OfferKind; expiresAt?: string | undefined } | undefined; arrivedAt?: string | undefined; enqueuedAt: string; priority?: number | undefined; ownPriority?: number | undefined; statusSince?: string | undefined; startedAt?: string | undefined; closedAt?: string | undefined; window?: { expiresAt: string } | undefined; awaitsContact?: boolean | undefined; unread: number; undelivered?: boolean | undefined; lastMessage?: { direction: ("inbound" | "outbound"); type?: string | undefined; preview: string; at: string } | undefined; tags: string[]; context?: { label: string; value: string }[] | undefined; previousConversationId?: string | undefined; rating?: Rating | undefined; ratable?: Ratable | undefined; continuedIn?: string | undefined; draft?: Draft | undefined }
export type ConversationStatus = ("queued" | "offered" | "ongoing" | "pending" | "inactive" | "closed")
export type ConversationSummary = { id: string; referenceNumber: string; protocol?: string | undefined; version: number; status: ConversationStatus; reason?: string | undefined; parkedUntil?: ParkedUntil | undefined; channel: ChannelRef; contact: ContactRef; thread?: Thread | undefined; departmentId: string; agent?: AgentRef | undefined; offer?: { id: string; agentId: string; kind: OfferKind; expiresAt?: string | undefined } | undefined; arrivedAt?: string | undefined; enqueuedAt: string; priority?: number | undefined; ownPriority?: number | undefined; statusSince?: string | undefined; startedAt?: string | undefined; closedAt?: string | undefined; window?: { expiresAt: string } | undefined; awaitsContact?: boolean | undefined; unread: number; undelivered?: boolean | undefined; lastMessage?: { direction: ("inbound" | "outbound"); type?: string | undefined; preview: string; at: string } | undefined; tags: string[]; context?: { label: string; value: string }[] | undefined; previousConversationId?: string | undefined; rating?: Rating | undefined; ratable?: Ratable | undefined; continuedIn?: string | undefined }
export type CopyFailure = ("gone" | "too-large" | "forbidden" | "unreachable")
export type Cost = { billable: boolean; category?: string | undefined; model?: string | undefined }
export type DecisionRecord = { id: string; conversationId: string; departmentId: string; offerNumber: number; policyVersion: number; strategy: ("random" | "leastLoaded" | "roundRobin" | "longestIdle"); candidates: string[]; exclusions: Exclusion[]; chosenAgentId: string; preferredAgentId?: string | undefined; preferred: boolean; newRound?: boolean | undefined; draw?: { proof: string; index: number } | undefined; basis?: { loads?: number[] | undefined; idleSince?: number[] | undefined; lastChosenId?: string | undefined } | undefined; decidedAt: string }
export type DeliveryFailure = ("window-expired" | "refused" | "undeliverable")
export type Department = { name: string; active: boolean; successorId?: string | undefined; distribution: DistributionPolicyOutput; botId?: string | undefined; transfer: TransferRulesOutput; hours?: BusinessHoursOutput | undefined; positionNotice?: PositionNoticeOutput | undefined; closeForm?: CloseFormOutput | undefined; satisfaction?: SatisfactionOutput | undefined; priority?: number | undefined; agentsMayPrioritize?: boolean | undefined; closesWhenAnsweredElsewhere?: boolean | undefined; id: string; version: number }
export type DepartmentFields = { name: string; active?: boolean | undefined; successorId?: string | undefined; distribution: DistributionPolicy; botId?: string | undefined; transfer?: TransferRules | undefined; hours?: BusinessHours | undefined; positionNotice?: PositionNotice | undefined; closeForm?: CloseForm | undefined; satisfaction?: Satisfaction | undefined; priority?: number | undefined; agentsMayPrioritize?: boolean | undefined; closesWhenAnsweredElsewhere?: boolean | undefined }
export type DistributionPolicy = { mode: ("manual" | "automatic"); strategy?: ("random" | "leastLoaded" | "roundRobin" | "longestIdle") | undefined; offerTimeoutSeconds?: number | undefined; maxMisses?: number | undefined; onAgentLost?: ("pending" | "requeue") | undefined; pickOrder?: ("any" | "head") | undefined; preferLastAgent?: boolean | undefined; preferredPatienceSeconds?: number | undefined; overflow?: { departmentId: string; afterSeconds: number } | undefined }
export type DistributionPolicyOutput = { mode: ("manual" | "automatic"); strategy: ("random" | "leastLoaded" | "roundRobin" | "longestIdle"); offerTimeoutSeconds: number; maxMisses: number; onAgentLost: ("pending" | "requeue"); pickOrder: ("any" | "head"); preferLastAgent: boolean; preferredPatienceSeconds: number; overflow?: { departmentId: string; afterSeconds: number } | undefined }
export type Draft = { text: string; replyTo?: ReplyTo | undefined; agent: AgentRef; at: string }
export type DryRun = { departmentId: string; policyVersion: number; at: string; offers: number; firstOffers: { conversationId: string; agentId: string; preferred: boolean }[]; revoked: { conversationId: string; agentId: string }[]; agents: { agentId: string; offers: number; load: number; limit: number }[]; overflow?: { departmentId: string; conversations: number } | undefined; waiting: { conversations: number; because: { [name: string]: number } } }
export type Excerpt = { in: ("contact" | "subject" | "tag" | "message" | "note"); text: string; marks: [number, number][] }
export type Exclusion = { agentId: string; reason: ("inactive" | "notMember" | "notConnected" | "notAvailable" | "atLimit" | "declined" | "inFlight" | "botFirst" | "notItsTurn") }
export type FieldChange = { path: string; before?: unknown | undefined; after?: unknown | undefined }
export type InternalNote = { id: string; conversationId: string; author: AgentRef; text: string; at: string }
export type Link = ("connected" | "reconnecting" | "disconnected")
export type MailOutput = { subject?: string | undefined; from?: { address: string; name?: string | undefined } | undefined; to?: { address: string; name?: string | undefined }[] | undefined; cc?: { address: string; name?: string | undefined }[] | undefined; moreRecipients?: number | undefined; foldAt?: number | undefined; authenticated?: ("pass" | "fail" | "none") | undefined; html?: { mediaId: string; url?: string | undefined; imagesUrl?: string | undefined } | undefined; inline?: { mediaId: string; url?: string | undefined; contentId: string }[] | undefined; attachments?: { mediaId: string; url?: string | undefined; name?: string | undefined; mimeType: string; size?: number | undefined }[] | undefined; forwards?: string | undefined; raw?: { mediaId: string; url?: string | undefined } | undefined }
export type MediaFacts = { id: string; mimeType: string; name?: string | undefined; size: number; sha256: string; width?: number | undefined; height?: number | undefined }
export type Message = { id: string; conversationId: string; direction: ("inbound" | "outbound"); author: Actor; content: Content; mail?: MailOutput | undefined; mediaCopy?: { state: ("pending" | "failed"); reason?: CopyFailure | undefined } | undefined; mediaGone?: boolean | undefined; replyTo?: { messageId: string; providerMessageId?: string | undefined; conversationId?: string | undefined; quoted?: { direction: ("inbound" | "outbound"); author?: string | undefined; type: string; preview: string } | undefined } | undefined; reactions?: { contactId: string; emoji: string; at: string }[] | undefined; ourReaction?: { emoji?: string | undefined; formerly?: string | undefined; author: { id: string; name: string }; at: string; times: number; status: ("queued" | "uncertain" | "sent" | "delivered" | "read" | "played" | "failed"); error?: string | undefined; failure?: DeliveryFailure | undefined; failedAt?: string | undefined; providerMessageId?: string | undefined } | undefined; editedAt?: string | undefined; revokedAt?: string | undefined; formerly?: { content: Content; at: string }[] | undefined; echo?: boolean | undefined; sentAt: string; receivedAt: string; status?: ("queued" | "uncertain" | "sent" | "delivered" | "read" | "played" | "failed") | undefined; error?: string | undefined; failure?: DeliveryFailure | undefined; failedAt?: string | undefined; cost?: Cost | undefined; sentAgain?: number | undefined; leftAsIs?: boolean | undefined; asksRating?: boolean | undefined; providerMessageId?: string | undefined; clientMessageId?: string | undefined; firstResponseMs?: number | undefined; version?: number | undefined }
export type OfferKind = ("automatic" | "assigned" | "transfer")
export type ParkedUntil = (string | "contactWrites")
export type PositionNotice = { everySeconds?: number | undefined; template: string; channels?: ChannelKind[] | undefined }
export type PositionNoticeOutput = { everySeconds: number; template: string; channels: ChannelKind[] }
export type Presence = { agentId: string; version: number; status: ChosenStatus; reason?: string | undefined; link: Link; since: string; statusSince?: string | undefined; aliveUntil?: string | undefined }
export type ProviderAccount = { startsPerDay?: (number | "unlimited") | undefined; notice?: string | undefined; toldAt: string }
export type Ratable = { until: string; questions?: SatisfactionQuestions | undefined }
export type Rating = { stars: number; comment?: string | undefined; at: string }
export type ReplyTo = { messageId: string }
export type ReportFigures = { arrived: number; unattended: number; started: number; startedInTime: number; serviceLevel?: number | undefined; waitMs?: number | undefined; longestWaitMs?: number | undefined; answered: number; firstResponseMs?: number | undefined; longestFirstResponseMs?: number | undefined; closed: number; handlingMs?: number | undefined; ongoingMs: number; abandoned: number; abandonedAfterMs?: number | undefined; abandonmentRate?: number | undefined; closedUnserved: number; offered: number; missed: number; billed: number; rated: number; rating?: number | undefined; botStarted: number; botSolved: number; botHandedOver: number }
export type ReportRow = { arrived: number; unattended: number; started: number; startedInTime: number; serviceLevel?: number | undefined; waitMs?: number | undefined; longestWaitMs?: number | undefined; answered: number; firstResponseMs?: number | undefined; longestFirstResponseMs?: number | undefined; closed: number; handlingMs?: number | undefined; ongoingMs: number; abandoned: number; abandonedAfterMs?: number | undefined; abandonmentRate?: number | undefined; closedUnserved: number; offered: number; missed: number; billed: number; rated: number; rating?: number | undefined; botStarted: number; botSolved: number; botHandedOver: number; day?: string | undefined; departmentId?: string | undefined; agentId?: string | undefined; channelId?: string | undefined; reason?: string | undefined; names: { department?: string | undefined; agent?: string | undefined; channel?: string | undefined } }
export type Role = ("agent" | "supervisor" | "admin")
export type Satisfaction = { channels?: ("webchat" | "whatsapp" | "email")[] | undefined; language?: ("en" | "pt-BR" | "es") | undefined; questions?: SatisfactionQuestions | undefined }
export type SatisfactionOutput = { channels: ("webchat" | "whatsapp" | "email")[]; language: ("en" | "pt-BR" | "es"); questions: SatisfactionQuestions }
export type SatisfactionQuestions = { en?: string | undefined; "pt-BR"?: string | undefined; es?: string | undefined }
export type Scope = ("conversations:read" | "conversations:write" | "contacts:read" | "contacts:write" | "directory:read" | "presence:write" | "reports:read" | "administration:read" | "administration:write")
export type ServiceAccount = { name: string; scopes: Scope[]; botId?: string | undefined; departmentIds?: string[] | undefined; id: string; version: number; active: boolean; hint: string; createdAt: string; lastUsedAt?: string | undefined }
export type SessionRule = ({ kind: "window"; hours?: number | undefined } | { kind: "attended" } | { kind: "none" })
export type SetAsideMail = { id: string; receivedAt: string; from?: string | undefined; subject?: string | undefined; size: number; reason: SetAsideReason; problem: string; complete: boolean }
export type SetAsideReason = ("automatic" | "unreadable" | "too-large" | "unknown-report" | "not-set-up" | "refused" | "failed")
export type Standing = ("chosen" | "notChosen" | "anotherPreferred" | "candidate" | "inactive" | "notMember" | "notConnected" | "notAvailable" | "atLimit" | "declined" | "inFlight" | "botFirst" | "notItsTurn")
export type StatusPeriod = { agentId: string; version: number; status: ChosenStatus; reason?: string | undefined; link: Link; cause: ("chosen" | "signedIn" | "connected" | "closed" | "silent" | "lost" | "forcedLogout" | "missed" | "idle"); from: string; to?: string | undefined; durationMs: number }
export type StatusTimes = { agentId: string; times: { status: ChosenStatus; reason?: string | undefined; link: Link; durationMs: number }[] }
export type Tab = ("queue" | "ongoing" | "myInbox" | "inactives" | "closed")
export type Thread = { id: string; subject?: string | undefined }
export type TransferRules = { agents?: boolean | undefined; departments?: boolean | undefined; placement?: ("keep" | "tail" | "front") | undefined }
export type TransferRulesOutput = { agents: boolean; departments: boolean; placement: ("keep" | "tail" | "front") }
export type Transition = { rule: string; from: (ConversationStatus | null); to: ConversationStatus; cause: string; reason?: string | undefined; actor: Actor; at: string; note?: string | undefined; until?: ParkedUntil | undefined; context?: { label: string; value: string }[] | undefined; bot?: boolean | undefined; offerId?: string | undefined; previousAgentId?: string | undefined; toAgentId?: string | undefined; previousDepartmentId?: string | undefined; toDepartmentId?: string | undefined; decision?: DecisionRecord | undefined; lastedMs?: number | undefined; waitedMs?: number | undefined; handledMs?: number | undefined }
export type WaitEstimate = { departmentId: string; inLine: number; estimateSeconds?: number | undefined; turnsPerMinute?: number | undefined; errorSeconds?: number | undefined }
export type WaitingReason = { conversationId: string; departmentId: string; because: Because; ahead: number; candidates: string[]; exclusions: Exclusion[]; estimateSeconds?: number | undefined; nextRoundAt?: string | undefined; preferred?: { agentId: string; until: string } | undefined }
export type Webhook = { url: string; description?: string | undefined; events: WebhookEventType[]; active: boolean; id: string; version: number; disabled?: { reason: ("gone" | "failing"); error: string; at: string } | undefined; formerSecretUntil?: string | undefined }
export type WebhookDelivery = { id: string; state: WebhookDeliveryState; createdAt: string; attempts: number; nextAttemptAt?: string | undefined; endedAt?: string | undefined; error?: string | undefined; answer?: { status: number; text: string; at: string } | undefined; payload: { type: string; version: number; timestamp: string; data: unknown } }
export type WebhookDeliveryState = ("waiting" | "delivered" | "failed")
export type WebhookEventType = ("conversation.created" | "conversation.queued" | "conversation.offered" | "conversation.started" | "conversation.parked" | "conversation.inactive" | "conversation.closed" | "conversation.rated" | "message.received" | "message.sent" | "message.status" | "contact.changed")
export type WebhookFields = { url: string; description?: string | undefined; events: WebhookEventType[]; active?: boolean | undefined }
export type WrittenChannel = ChannelFields
export type WrittenMail = { subject?: string | undefined; foldAt?: number | undefined; to?: string[] | undefined; cc?: string[] | undefined; attachments?: { mediaId: string }[] | undefined; forwards?: string | undefined }

export declare namespace Events {
export type Actor = { kind: ("contact" | "agent" | "system"); id?: string | undefined; name?: string | undefined; bot?: boolean | undefined }
export type AgentRef = { id: string; name: string; bot?: boolean | undefined }
export type ChannelKind = ("webchat" | "whatsapp" | "email" | "api")
export type ChannelRef = { id: string; kind: ChannelKind; name: string }
export type ChannelState = ("connected" | "failing" | "disconnected")
export type ChosenStatus = ("available" | "unavailable" | "preBreak" | "break" | "loggedOut")
export type ContactRef = { id: string; externalId: string; aliases?: string[] | undefined; name?: string | undefined; email?: string | undefined; phone?: string | undefined; avatarUrl?: string | undefined; erasedAt?: string | undefined }
export type Content = ({ type: "text"; text: string } | { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType: string; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | { type: "location"; latitude: number; longitude: number; name?: string | undefined } | { type: "contactCard"; name: string; phones?: string[] | undefined; emails?: string[] | undefined; organization?: string | undefined } | { type: "interactive"; title: string; id?: string | undefined; description?: string | undefined } | { type: "order"; items: { id: string; name?: string | undefined; quantity: number; price?: number | undefined }[]; text?: string | undefined; currency: string } | { type: "unsupported"; what: string } | { type: "template"; name: string; language: string; components: { [name: string]: unknown }[]; text: string; header?: { type: ("image" | "video" | "audio" | "file" | "sticker"); mediaId?: string | undefined; url?: string | undefined; thumbnailUrl?: string | undefined; mimeType: string; name?: string | undefined; caption?: string | undefined; size?: number | undefined; width?: number | undefined; height?: number | undefined } | undefined } | { type: "revoked" } | { type: "erased" })
export type ConversationStatus = ("queued" | "offered" | "ongoing" | "pending" | "inactive" | "closed")
export type ConversationSummary = { id: string; referenceNumber: string; protocol?: string | undefined; version: number; status: ConversationStatus; reason?: string | undefined; parkedUntil?: (ParkedUntil) | undefined; channel: ChannelRef; contact: ContactRef; thread?: (Thread) | undefined; departmentId: string; agent?: (AgentRef) | undefined; offer?: { id: string; agentId: string; kind: OfferKind; expiresAt?: string | undefined } | undefined; arrivedAt?: string | undefined; enqueuedAt: string; priority?: number | undefined; ownPriority?: number | undefined; statusSince?: string | undefined; startedAt?: string | undefined; closedAt?: string | undefined; window?: { expiresAt: string } | undefined; awaitsContact?: boolean | undefined; unread: number; undelivered?: boolean | undefined; lastMessage?: { direction: ("inbound" | "outbound"); type?: string | undefined; preview: string; at: string } | undefined; tags: string[]; context?: { label: string; value: string }[] | undefined; previousConversationId?: string | undefined; rating?: (Rating) | undefined; ratable?: (Ratable) | undefined; continuedIn?: string | undefined }
export type CopyFailure = ("gone" | "too-large" | "forbidden" | "unreachable")
export type Cost = { billable: boolean; category?: string | undefined; model?: string | undefined }
export type DeliveryFailure = ("window-expired" | "refused" | "undeliverable")
export type InternalNote = { id: string; conversationId: string; author: AgentRef; text: string; at: string }
export type Link = ("connected" | "reconnecting" | "disconnected")
export type Mail = { subject?: string | undefined; from?: { address: string; name?: string | undefined } | undefined; to?: { address: string; name?: string | undefined }[] | undefined; cc?: { address: string; name?: string | undefined }[] | undefined; moreRecipients?: number | undefined; foldAt?: number | undefined; authenticated?: ("pass" | "fail" | "none") | undefined; html?: { mediaId: string; url?: string | undefined; imagesUrl?: string | undefined } | undefined; inline?: { mediaId: string; url?: string | undefined; contentId: string }[] | undefined; attachments?: { mediaId: string; url?: string | undefined; name?: string | undefined; mimeType: string; size?: number | undefined }[] | undefined; forwards?: string | undefined; raw?: { mediaId: string; url?: string | undefined } | undefined }
export type Message = { id: string; conversationId: string; direction: ("inbound" | "outbound"); author: Actor; content: Content; mail?: (Mail) | undefined; mediaCopy?: { state: ("pending" | "failed"); reason?: (CopyFailure) | undefined } | undefined; mediaGone?: boolean | undefined; replyTo?: { messageId: string; providerMessageId?: string | undefined; conversationId?: string | undefined; quoted?: { direction: ("inbound" | "outbound"); author?: string | undefined; type: string; preview: string } | undefined } | undefined; reactions?: { contactId: string; emoji: string; at: string }[] | undefined; ourReaction?: { emoji?: string | undefined; formerly?: string | undefined; author: { id: string; name: string }; at: string; times: number; status: ("queued" | "uncertain" | "sent" | "delivered" | "read" | "played" | "failed"); error?: string | undefined; failure?: (DeliveryFailure) | undefined; failedAt?: string | undefined; providerMessageId?: string | undefined } | undefined; editedAt?: string | undefined; revokedAt?: string | undefined; formerly?: { content: Content; at: string }[] | undefined; echo?: boolean | undefined; sentAt: string; receivedAt: string; status?: ("queued" | "uncertain" | "sent" | "delivered" | "read" | "played" | "failed") | undefined; error?: string | undefined; failure?: (DeliveryFailure) | undefined; failedAt?: string | undefined; cost?: (Cost) | undefined; sentAgain?: number | undefined; leftAsIs?: boolean | undefined; asksRating?: boolean | undefined; providerMessageId?: string | undefined; clientMessageId?: string | undefined; firstResponseMs?: number | undefined; version?: number | undefined }
export type OfferKind = ("automatic" | "assigned" | "transfer")
export type ParkedUntil = (string | "contactWrites")
export type Presence = { agentId: string; version: number; status: ChosenStatus; reason?: string | undefined; link: Link; since: string; statusSince?: string | undefined; aliveUntil?: string | undefined }
export type Ratable = { until: string; questions?: (SatisfactionQuestions) | undefined }
export type Rating = { stars: number; comment?: string | undefined; at: string }
export type SatisfactionQuestions = { en?: string | undefined; "pt-BR"?: string | undefined; es?: string | undefined }
export type Thread = { id: string; subject?: string | undefined }
export type AgentWorkMovedData = { agentId: string; cause: string; at: string; moved: { conversationId: string; from: ConversationStatus; to: ConversationStatus }[] }
export type ConversationPositionToldData = { conversationId: string; departmentId: string; position: number; estimateSeconds?: number | undefined; at: string }
export type InboxReceivesAuthenticate = { token: string }
export type InboxReceivesGone = { conversationIds: string[] }
export type InboxReceivesPreviewStart = { conversationId: string }
export type InboxReceivesPreviewStop = { conversationId: string }
export type InboxReceivesResume = { versions: { [name: string]: number } }
export type InboxReceivesTyping = { conversationId: string; typing: boolean }
export type InboxSendsChannelHealth = { channelId: string; side?: "receiving" | undefined; state: ChannelState; since: string }
export type InboxSendsContactTyping = { conversationId: string; typing: boolean }
export type InboxSendsMessage = { conversationId: string; message: Message }
export type InboxSendsMessageChanged = { conversationId: string; message: Message }
export type InboxSendsNote = { conversationId: string; note: InternalNote }
export type InboxSendsOfferRevoked = { conversationId: string; offerId: string; reason: string; by?: (Actor) | undefined }
export type InboxSendsPreview = { conversationId: string; agents: AgentRef[] }
export type InboxSendsSnapshot = { tabs: { queue: { items: ConversationSummary[]; nextCursor: (string | null) }; ongoing: { items: ConversationSummary[]; nextCursor: (string | null) }; myInbox: { items: ConversationSummary[]; nextCursor: (string | null) }; inactives: { items: ConversationSummary[]; nextCursor: (string | null) } }; presence?: (Presence) | undefined; colleagues: Presence[]; at: string }
export type InboxSendsTyping = { conversationId: string; agent: AgentRef; typing: boolean }
export type InboxSendsWindowExpiresSoon = { conversationId: string; expiresAt: string }
}

/** For socket.io-client: `const socket: Socket<ServerEvents, ClientEvents> = io(url, { auth: { token } })`. */

export interface ServerEvents {
  /** The current state, after connecting and after any gap; ignore what is older than the version you know */
  'snapshot': (data: Events.InboxSendsSnapshot) => void
  /** A conversation has changed; also sent to those who can no longer see it */
  'conversation': (data: Events.ConversationSummary) => void
  /** A message was written, or its delivery status changed */
  'message': (data: Events.InboxSendsMessage) => void
  /** A message has changed; nothing to alert anybody about */
  'message.changed': (data: Events.InboxSendsMessageChanged) => void
  /** Somebody wrote an internal note */
  'note': (data: Events.InboxSendsNote) => void
  /** A conversation is offered to the agent */
  'offer': (data: Events.ConversationSummary) => void
  /** The offer to you has ended */
  'offer.revoked': (data: Events.InboxSendsOfferRevoked) => void
  /** A session window ends in an hour (configurable); sent once for each end */
  'window.expiresSoon': (data: Events.InboxSendsWindowExpiresSoon) => void
  /** Somebody’s presence has changed */
  'presence': (data: Events.Presence) => void
  /** What happened to the agent’s work when they were lost or signed out */
  'moved': (data: Events.AgentWorkMovedData) => void
  /** A contact was told their place in the queue */
  'queue.position': (data: Events.ConversationPositionToldData) => void
  /** A channel has started or stopped delivering answers, or receiving what contacts write */
  'channel.health': (data: Events.InboxSendsChannelHealth) => void
  /** Who is viewing a conversation without having taken it */
  'preview': (data: Events.InboxSendsPreview) => void
  /** A colleague is typing, or has stopped */
  'typing': (data: Events.InboxSendsTyping) => void
  /** The contact is typing, or has stopped */
  'contact.typing': (data: Events.InboxSendsContactTyping) => void
}

export interface ClientEvents {
  /** Returns `{conversations, removed}`: what changed or is new since these versions, and what is no longer visible */
  'resume': (data: Events.InboxReceivesResume, answered: (answer: unknown) => void) => void
  /** Returns `{gone}`: which of these no longer exist or belong to an erased contact, for clients that keep something of them */
  'gone': (data: Events.InboxReceivesGone, answered: (answer: unknown) => void) => void
  /** I am viewing a waiting conversation; returns `{agents}`: who else is */
  'preview.start': (data: Events.InboxReceivesPreviewStart, answered: (answer: unknown) => void) => void
  /** I am no longer viewing it */
  'preview.stop': (data: Events.InboxReceivesPreviewStop, answered: (answer: unknown) => void) => void
  /** I am typing, or have stopped */
  'typing': (data: Events.InboxReceivesTyping, answered: (answer: unknown) => void) => void
  /** A fresh access token of the same agent, before the old one expires */
  'authenticate': (data: Events.InboxReceivesAuthenticate, answered: (answer: unknown) => void) => void
}

