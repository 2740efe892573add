import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace
} from '@opentelemetry/api'

/** How a span appears in a trace, in OpenTelemetry's terms. */
export interface SpanOptions {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  /**
   * Named by the semantic conventions where they apply, otherwise `inbox.…`; never what people write, nor who they are.
   * For spans of every message, pass a function: it is called only if the span is sampled.
   */
  attributes?: Attributes | (() => Attributes)
  /** The `traceparent` of its cause; null: it has none. By default, it belongs to the active span. */
  parent?: string | null | undefined
  /** When it began. Default: now. */
  since?: Date
}

/** An operation in progress. */
export interface Span {
  /** Whether it is sampled, so that anybody will ever see it. */
  taken: boolean
  /** Whatever `work` begins belongs to this span. */
  run<T>(work: () => T): T
  note(attributes: Attributes): void
  /** Records that it failed, with a short kind of failure, and nothing that somebody said. */
  fail(failure: string): void
  /** `failure`: the kind of failure, if it failed. */
  end(failure?: string): void
}

const NAME = 'service-inbox'
const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER
}

/** The share of traces beginning here that are sampled; undefined while tracing is off. */
let share: number | undefined

/**
 * From now on, samples `ratio` (0 to 1) of the traces that begin here and, unless it is 0, at least one every ten
 * seconds for each name; undefined: none, not even those that others have begun.
 */
export const takeShare = (ratio: number | undefined): void => {
  share = ratio
}

/** A small share of a small company's traffic would be nothing, and sampling this much costs nothing. */
const AT_LEAST_EVERY_MS = 10_000
/** When a trace of each name was last sampled for that reason; there are some hundred names. */
const drawnAt = new Map<string, number>()

/** Per name, so that what a service does every second does not crowd out what somebody asks for. */
function draw(name: string, ratio: number): boolean {
  if (ratio === 0) return false
  if (Math.random() < ratio) return true
  const now = performance.now()
  if (now - (drawnAt.get(name) ?? Number.NEGATIVE_INFINITY) < AT_LEAST_EVERY_MS) return false
  drawnAt.set(name, now)
  return true
}

const nothing = { taken: false, note: () => undefined, fail: () => undefined, end: () => undefined }
const untraced: Span = { ...nothing, run: work => work() }
/** All unsampled traces look the same, so that they cost nothing: a callee learns no more than that. */
const notTaken = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: 'f'.repeat(32),
  spanId: 'f'.repeat(16),
  traceFlags: TraceFlags.NONE,
  isRemote: true
})
/** The `traceparent` of every unsampled trace. */
export const NOT_TAKEN = `00-${'f'.repeat(32)}-${'f'.repeat(16)}-00`
const passedBy: Span = { ...nothing, run: work => context.with(notTaken, work) }

/** Begins a span, which the caller must end. An unsampled one costs next to nothing. */
export function openSpan(name: string, { kind = 'internal', attributes = {}, parent, since }: SpanOptions = {}): Span {
  if (share === undefined) return untraced
  const from = parent === undefined ? context.active() : contextOf(parent)
  // the active trace is already marked as unsampled
  if (parent === undefined && from === notTaken) return untraced
  if (!isTaken(name, from, share)) return passedBy
  const told = typeof attributes === 'function' ? attributes() : attributes
  const span = trace
    .getTracer(NAME)
    .startSpan(name, { kind: kinds[kind], attributes: told, ...(since && { startTime: since }) }, from)
  const within = trace.setSpan(from, span)
  const fail = (failure: string) =>
    void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure)
  return {
    taken: true,
    run: work => context.with(within, work),
    note: more => void span.setAttributes(more),
    fail,
    end(failure) {
      if (failure) fail(failure)
      span.end()
    }
  }
}

/** A continued trace follows the decision at its beginning; a new one is drawn. */
function isTaken(name: string, from: Context, ratio: number): boolean {
  const before = trace.getSpanContext(from)
  return before ? (before.traceFlags & TraceFlags.SAMPLED) !== 0 : draw(name, ratio)
}

/** Runs `work` in a span of its own; records only the name of an error. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const span = openSpan(name, options)
  return span.taken ? toItsEnd(span, work) : span.run(() => work(span))
}

async function toItsEnd<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  let failure: string | undefined
  try {
    return await span.run(() => work(span))
  } catch (error) {
    failure = error instanceof Error ? error.name : 'unknown'
    throw error
  } finally {
    span.end(failure)
  }
}

/** The same, but only as a detail of something sampled; otherwise there is no span. */
export const inDetail = <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> =>
  trace.getActiveSpan()?.isRecording() ? inSpan(name, options, work) : work(untraced)

/** Runs `work` detached from the active span: for timers, which outlive whatever has set them. */
export const apart = <T>(work: () => T): T => (share === undefined ? work() : context.with(ROOT_CONTEXT, work))

/** The active trace's `traceparent`, to be passed on with calls and messages. */
export function currentTrace(): string | undefined {
  if (share === undefined) return undefined
  const active = context.active()
  if (active === notTaken) return NOT_TAKEN
  const headers: { traceparent?: string } = {}
  propagation.inject(active, headers)
  return headers.traceparent
}

/** The same as headers for a call. */
export function traceHeaders(): { traceparent?: string } {
  const traceparent = currentTrace()
  return traceparent === undefined ? {} : { traceparent }
}

function contextOf(traceparent: string | null): Context {
  if (traceparent === null) return ROOT_CONTEXT
  return traceparent === NOT_TAKEN ? notTaken : propagation.extract(ROOT_CONTEXT, { traceparent })
}
