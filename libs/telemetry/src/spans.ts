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

/** What something is to a trace, in the words of OpenTelemetry. */
export interface SpanOptions {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  /**
   * By the semantic conventions where they know it, else `inbox.…`; never what people write, nor who they are. What is made of
   * every message is told by a function, which is asked only where the span is taken.
   */
  attributes?: Attributes | (() => Attributes)
  /** The `traceparent` of what led to it; null: nothing did. Unless given, it belongs to what runs now. */
  parent?: string | null | undefined
  /** When it began, if not now. */
  since?: Date
}

/** Something that goes on. */
export interface Span {
  /** Whether anybody will ever see it. */
  taken: boolean
  /** Whatever begins within `work` belongs to it. */
  run<T>(work: () => T): T
  note(attributes: Attributes): void
  /** Notes that it fails, of what kind: short, and nothing of what somebody said. */
  fail(failure: string): void
  /** `failure`: what kind of, if it has failed. */
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

/** Of the traces that begin here; none while nobody takes any. */
let share: number | undefined

/**
 * From now on `ratio` (0 to 1) of the traces that begin here are taken, and unless it is 0 at least one every ten seconds for each name;
 * undefined: none, nor any that others have begun.
 */
export const takeShare = (ratio: number | undefined): void => {
  share = ratio
}

/** Of the little that a small company does, a small share would be nothing, and to take this much costs nothing. */
const AT_LEAST_EVERY_MS = 10_000
/** When a trace that begins so was last taken for that reason; there are some hundred names. */
const drawnAt = new Map<string, number>()

/** For each name by itself: what a service does every second must not take the place of what somebody asks for. */
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
/** All traces that are not taken look the same, so that they cost nothing: whoever is called learns only that. */
const notTaken = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: 'f'.repeat(32),
  spanId: 'f'.repeat(16),
  traceFlags: TraceFlags.NONE,
  isRemote: true
})
/** The `traceparent` of every trace that is not taken. */
export const NOT_TAKEN = `00-${'f'.repeat(32)}-${'f'.repeat(16)}-00`
const passedBy: Span = { ...nothing, run: work => context.with(notTaken, work) }

/** Begins a span that somebody must end. What is not taken costs next to nothing. */
export function openSpan(name: string, { kind = 'internal', attributes = {}, parent, since }: SpanOptions = {}): Span {
  if (share === undefined) return untraced
  const from = parent === undefined ? context.active() : contextOf(parent)
  // what runs now is passed by already
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

/** What goes on follows its beginning; what begins is drawn. */
function isTaken(name: string, from: Context, ratio: number): boolean {
  const before = trace.getSpanContext(from)
  return before ? (before.traceFlags & TraceFlags.SAMPLED) !== 0 : draw(name, ratio)
}

/** Runs `work` in a span of its own; of an error only the name is told. */
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

/** The same where it is a detail of something traced; otherwise there is no span. */
export const inDetail = <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> =>
  trace.getActiveSpan()?.isRecording() ? inSpan(name, options, work) : work(untraced)

/** Runs `work` so that nothing of it belongs to what runs now: for timers, which outlive what has set them. */
export const apart = <T>(work: () => T): T => (share === undefined ? work() : context.with(ROOT_CONTEXT, work))

/** The `traceparent` of the trace that runs now: whoever is called or told must hear of it. */
export function currentTrace(): string | undefined {
  if (share === undefined) return undefined
  const active = context.active()
  if (active === notTaken) return NOT_TAKEN
  const headers: { traceparent?: string } = {}
  propagation.inject(active, headers)
  return headers.traceparent
}

/** The same as headers of a call. */
export function traceHeaders(): { traceparent?: string } {
  const traceparent = currentTrace()
  return traceparent === undefined ? {} : { traceparent }
}

function contextOf(traceparent: string | null): Context {
  if (traceparent === null) return ROOT_CONTEXT
  return traceparent === NOT_TAKEN ? notTaken : propagation.extract(ROOT_CONTEXT, { traceparent })
}
