import { Paper, Text, Title } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useAgentList, useChannels, useDepartmentList } from '../../api/directory.ts'
import { translations } from '../../i18n/translations.ts'
import classes from './first-steps.module.css'

const useMessages = translations({
  en: {
    title: 'First steps',
    departments: 'Add a department',
    departmentsWhy: 'Conversations are answered there.',
    agents: 'Add a person who answers',
    agentsWhy: 'They belong to the department.',
    channels: 'Add a channel',
    channelsWhy: 'For a web chat, copy one line into your website.',
    done: 'done'
  },
  'pt-BR': {
    title: 'Primeiros passos',
    departments: 'Adicione um departamento',
    departmentsWhy: 'É nele que as conversas são atendidas.',
    agents: 'Adicione uma pessoa para atender',
    agentsWhy: 'Ela faz parte do departamento.',
    channels: 'Adicione um canal',
    channelsWhy: 'Para o chat do site, basta copiar uma linha para as suas páginas.',
    done: 'concluído'
  },
  es: {
    title: 'Primeros pasos',
    departments: 'Agregue un departamento',
    departmentsWhy: 'Allí se atienden las conversaciones.',
    agents: 'Agregue una persona que atienda',
    agentsWhy: 'Pertenece al departamento.',
    channels: 'Agregue un canal',
    channelsWhy: 'Para el chat web, copie una línea en su sitio.',
    done: 'hecho'
  }
})

/** What a new installation still needs before anybody can be answered; hidden once it has everything. */
export function FirstSteps() {
  const t = useMessages()
  const [departments, agents, channels] = [useDepartmentList().data, useAgentList().data, useChannels().data]
  if (!departments || !agents || !channels) return null
  const steps = [
    { name: 'departments', done: departments.size > 0 },
    {
      name: 'agents',
      done: [...agents.values()].some(({ departmentIds, limit }) => departmentIds.length > 0 && limit > 0)
    },
    { name: 'channels', done: channels.size > 0 }
  ] as const
  if (steps.every(({ done }) => done)) return null
  const next = steps.find(({ done }) => !done)
  return (
    <Paper component="section" aria-label={t.title} className={classes.steps}>
      <Title order={2} fz="h4">
        {t.title}
      </Title>
      <ol>
        {steps.map(step => (
          <li key={step.name} aria-current={step === next ? 'step' : undefined}>
            {step.done ? (
              <IconCircleCheck size={20} role="img" aria-label={t.done} />
            ) : (
              <IconCircle size={20} aria-hidden="true" />
            )}
            {step.done ? <span>{t[step.name]}</span> : <Link href={`/admin/${step.name}/new`}>{t[step.name]}</Link>}
            <Text component="span" fz="sm" c="var(--text-soft)">
              {t[`${step.name}Why`]}
            </Text>
          </li>
        ))}
      </ol>
    </Paper>
  )
}
