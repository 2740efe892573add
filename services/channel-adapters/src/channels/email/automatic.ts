import type { Headers } from './mime/headers.ts'
import { readable } from './mime/headers.ts'

/** Why a mail was not written by a person. */
export type Automatic = 'reply' | 'list' | 'notification' | 'loop'

const AWAY = new RegExp(
  `^\\s*(${[
    ...[
      'out of (the )?office',
      'automatic reply',
      'auto(matic)?[ -]?reply',
      'auto:',
      'autoreply',
      'vacation( reply)?:'
    ],
    ...['resposta autom[áa]tica', 'ausência (temporária|do escritório)', 'fora do escritório', 'respuesta automática'],
    ...['fuera de( la)? oficina', 'abwesenheits', 'automatische antwort', 'réponse automatique', 'risposta automatica'],
    ...['自動応答', '自動返信', '不在', 'رد تلقائي', 'خارج المكتب']
  ].join('|')})`,
  'i'
)
/** A mail passes few servers on its way; one that loops collects them. */
const MAX_SERVERS = 50

/** By RFC 3834, and by what programs that do not know it write. `isLoop`: it names one of our addresses in X-Loop. */
export function automaticKind(headers: Headers, own: ReadonlySet<string>): Automatic | undefined {
  const of = (name: string) => (headers.first(name) ?? '').toLowerCase()
  if (headers.all('received').length > MAX_SERVERS) return 'loop'
  if (headers.all('x-loop').some(address => own.has(address.toLowerCase()))) return 'loop'
  const submitted = of('auto-submitted').split(';')[0]!.trim()
  if (/^auto-(replied|notified)/.test(submitted) || isAway(headers)) return 'reply'
  if (headers.first('list-id') !== undefined || /^(bulk|list|junk)/.test(of('precedence'))) return 'list'
  if (headers.first('list-unsubscribe') !== undefined && headers.first('in-reply-to') === undefined) return 'list'
  if (submitted !== '' && submitted !== 'no') return 'notification'
  return undefined
}

function isAway(headers: Headers): boolean {
  if (['x-autoreply', 'x-autorespond', 'x-autoresponder'].some(name => headers.first(name) !== undefined)) return true
  if (/^auto_?reply/i.test(headers.first('precedence') ?? '')) return true
  return AWAY.test(readable(headers.first('subject')))
}
