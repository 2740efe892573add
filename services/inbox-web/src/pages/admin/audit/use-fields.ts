import type { AuditEntry, BusinessHours } from '@inbox/contracts'
import { useMemo } from 'react'
import { useChannels, useDepartments } from '../../../api/directory.ts'
import { type Format, useFormat } from '../../../i18n/format.ts'
import { useLocale } from '../../../i18n/locale.ts'
import { useMessages as useAgentWords } from '../agents/messages.ts'
import { useMessages as useReplyWords } from '../canned-replies/messages.ts'
import { useMessages as useChannelWords } from '../channels/messages.ts'
import { useMessages as useDepartmentWords } from '../departments/messages.ts'
import { useMessages } from './messages.ts'

type Kind = AuditEntry['subject']['kind']

/** How changed fields and their values are named: in the words of the forms that change them. */
export interface Fields {
  /** The name of the field at a path such as `distribution.mode`; the path itself if no form shows the field. */
  name(kind: Kind, path: string): string
  value(path: string, value: unknown): string
}

export function useFields(): Fields {
  const words = {
    own: useMessages(),
    departments: useDepartmentWords(),
    agents: useAgentWords(),
    channels: useChannelWords(),
    replies: useReplyWords()
  }
  const { departments, agents, channels, replies, own } = words
  const format = useFormat()
  const locale = useLocale()
  const named = [useDepartments(), useChannels().data ?? new Map()] as const
  // biome-ignore lint/correctness/useExhaustiveDependencies: all words change together with the language
  return useMemo(() => {
    const names = namesOf(words)
    const choices = choicesOf(words)
    const entity = (id: string) => named.map(each => each.get(id)?.name).find(Boolean) ?? id
    return {
      name: (kind, path) =>
        /^keys\..+\.hint$/.test(path) ? own.key : (names[kind]?.[path] ?? names.any?.[path] ?? path),
      value: (path, value) => textOf(path, value, { choices, entity, format, locale, on: own.on, off: own.off })
    }
  }, [departments, agents, channels, replies, own, format, locale, ...named])
}

interface Words {
  own: ReturnType<typeof useMessages>
  departments: ReturnType<typeof useDepartmentWords>
  agents: ReturnType<typeof useAgentWords>
  channels: ReturnType<typeof useChannelWords>
  replies: ReturnType<typeof useReplyWords>
}

const namesOf = ({
  departments: d,
  agents: a,
  channels: c,
  replies: r
}: Words): Record<string, Record<string, string>> => ({
  any: { name: d.name, active: d.active, priority: d.priority, departmentId: c.department },
  department: {
    successorId: d.successor,
    'distribution.mode': d.mode,
    'distribution.strategy': d.strategy,
    'distribution.offerTimeoutSeconds': d.offerTimeout,
    'distribution.maxMisses': d.maxMisses,
    'distribution.onAgentLost': d.onAgentLost,
    'distribution.pickOrder': d.pickOrder,
    'distribution.preferLastAgent': d.preferLast,
    'distribution.preferredPatienceSeconds': d.patience,
    'distribution.overflow.departmentId': `${d.overflow}: ${d.overflowTo}`,
    'distribution.overflow.afterSeconds': `${d.overflow}: ${d.overflowAfter}`,
    'transfer.agents': `${d.transfers}: ${d.transferAgents}`,
    'transfer.departments': `${d.transfers}: ${d.transferDepartments}`,
    'transfer.placement': d.placement,
    'hours.timeZone': d.timeZone,
    'hours.weekly': d.hours,
    'hours.holidays': d.holidays,
    'hours.message': d.outside,
    'positionNotice.template': d.notice,
    'positionNotice.everySeconds': `${d.notice}: ${d.everySeconds}`,
    'positionNotice.channels': `${d.notice}: ${d.channels}`,
    'closeForm.required': d.reasonRequired,
    'closeForm.reasons': d.reasons,
    'satisfaction.channels': `${d.satisfaction}: ${d.asksOn}`,
    'satisfaction.language': `${d.satisfaction}: ${d.askingLanguage}`,
    'satisfaction.questions.en': `${d.satisfaction}: ${d.question(d.questionLanguages.en)}`,
    'satisfaction.questions.pt-BR': `${d.satisfaction}: ${d.question(d.questionLanguages['pt-BR'])}`,
    'satisfaction.questions.es': `${d.satisfaction}: ${d.question(d.questionLanguages.es)}`
  },
  agent: {
    email: a.email,
    role: a.role,
    departmentIds: a.departments,
    limit: a.limit,
    exceedLimit: a.exceed,
    password: a.password
  },
  channel: {
    kind: c.kind,
    icon: c.icon,
    'session.kind': c.session,
    'session.hours': `${c.session}: ${c.hours}`
  },
  cannedReply: { shortcut: r.shortcut, text: r.text, departmentId: r.department }
})

const choicesOf = ({
  departments: d,
  agents: a,
  channels: c
}: Words): Record<string, Readonly<Record<string, string>>> => ({
  'distribution.mode': d.modes,
  'distribution.strategy': d.strategies,
  'distribution.onAgentLost': d.onAgentLosts,
  'distribution.pickOrder': d.pickOrders,
  'transfer.placement': d.placements,
  'positionNotice.channels': c.kinds,
  'satisfaction.channels': c.kinds,
  'satisfaction.language': d.questionLanguages,
  role: a.roles,
  kind: c.kinds,
  icon: c.icons,
  'session.kind': c.sessions
})

interface Telling {
  choices: Record<string, Readonly<Record<string, string>>>
  entity: (id: string) => string
  format: Format
  locale: string
  on: string
  off: string
}

function textOf(path: string, value: unknown, telling: Telling): string {
  const { choices, entity, format, on, off } = telling
  if (Array.isArray(value)) return value.map(each => textOf(path, each, telling)).join(', ') || '–'
  if (typeof value === 'boolean') return value ? on : off
  if (typeof value === 'number' && path.endsWith('Seconds')) return format.duration(value * 1000)
  if (typeof value === 'number') return format.number(value)
  if (path === 'hours.weekly') return openingOf(value as BusinessHours['weekly'][number], telling.locale)
  if (/Ids?$/.test(path)) return entity(String(value))
  return choices[path]?.[String(value)] ?? (typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** A Sunday. */
const SUNDAY = Date.UTC(2023, 0, 1)
const DAY_MS = 86_400_000

function openingOf({ day, from, to }: BusinessHours['weekly'][number], locale: string): string {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  return `${weekday.format(SUNDAY + day * DAY_MS)} ${from}–${to}`
}
