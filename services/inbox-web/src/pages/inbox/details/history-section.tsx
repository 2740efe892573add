import { type ConversationSummary, listHistory, type Transition } from '@inbox/contracts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useAgents, useDepartments } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { isToday, useFormat } from '../../../i18n/format.ts'
import { useParkedUntilWords } from '../../../ui/use-parked-until-words.ts'
import { describeStep } from './describe-step.ts'
import classes from './details.module.css'
import { useMessages } from './messages.ts'
import { ContextFacts, Section } from './section.tsx'
import { useExclusionWords } from './use-exclusion-words.ts'
import { useStepWords } from './use-step-words.ts'

/** Every step in the conversation's life: who, when, why. */
export function HistorySection({ conversation: { id, version, status } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const { data, isError } = useQuery({
    // each step raises the version
    queryKey: ['history', id, status, version],
    queryFn: () => call(listHistory, { params: { id } }),
    placeholderData: previous => previous
  })
  return (
    <Section title={t.history}>
      {isError && <Text fz="sm">{t.failed}</Text>}
      <ol className={classes.history}>
        {(data?.items ?? []).toReversed().map(step => (
          <Step key={step.version} step={step} />
        ))}
      </ol>
    </Section>
  )
}

function Step({ step }: { step: Transition }) {
  const words = useStepWords()
  const untilWords = useParkedUntilWords()
  const format = useFormat()
  const [agents, departments] = [useAgents(), useDepartments()]
  const names = {
    agent: (id: string) => agents.get(id)?.name,
    department: (id: string) => departments.get(id)?.name
  }
  const { at, note, context, until, decision } = step
  const { title, because, reason } = describeStep(step, words, names)
  return (
    <li className={classes.step}>
      <div className={classes.stepName}>{title}</div>
      <div className={classes.stepMore}>
        {isToday(at) ? format.time(at) : format.dateTime(at)} · {because}
      </div>
      {reason && <div className={classes.stepMore}>{words.reason(reason)}</div>}
      {until && <div className={classes.stepMore}>{untilWords.whole(until)}</div>}
      {note && <div className={classes.stepNote}>{note}</div>}
      {context && <ContextFacts context={context} />}
      {decision && <Decision decision={decision} />}
    </li>
  )
}

/** Explains the choice: who was a candidate for the conversation, the draw, and why the others were not. */
function Decision({ decision }: { decision: NonNullable<Transition['decision']> }) {
  const t = useMessages()
  const format = useFormat()
  const me = useMe()
  const agents = useAgents()
  const exclusionWords = useExclusionWords()
  const nameOf = (id: string) => agents.get(id)?.name ?? id
  const { chosenAgentId, candidates, exclusions, strategy, preferred, draw, basis } = decision
  const standing = (at: number) => [
    ...(basis?.loads ? [t.load(basis.loads[at]!)] : []),
    ...(basis?.idleSince ? [t.idleSince(format.time(new Date(basis.idleSince[at]!).toISOString()))] : [])
  ]
  const withStanding = (id: string, at: number) =>
    standing(at).length > 0 ? `${nameOf(id)} (${standing(at).join(', ')})` : nameOf(id)
  const others = exclusions.filter(({ reason }) => reason !== 'notMember')
  return (
    <details className={classes.why}>
      <summary>{chosenAgentId === me.id ? t.whyMe : t.whyThem(nameOf(chosenAgentId))}</summary>
      <p>
        {nameOf(chosenAgentId)}:{' '}
        {preferred ? t.preferred : `${t.strategy[strategy]}, ${t.chosenFrom(candidates.length)}`}
      </p>
      <p>
        <b>{t.candidates}</b>: {candidates.map(withStanding).join(', ')}
      </p>
      {others.length > 0 && (
        <p>
          <b>{t.notCandidates}</b>: {others.map(each => `${nameOf(each.agentId)} (${exclusionWords(each)})`).join(', ')}
        </p>
      )}
      {basis?.lastChosenId && <p>{t.turnBefore(nameOf(basis.lastChosenId))}</p>}
      {draw && (
        <p>
          <b>{t.proof}</b>: <code className={classes.proof}>{draw.proof.slice(0, 16)}…</code> → {draw.index + 1}
        </p>
      )}
    </details>
  )
}
