import type { Department, DepartmentFields, Satisfaction, SatisfactionQuestions } from '@inbox/contracts'

type Section = 'overflow' | 'hours' | 'positionNotice' | 'closeForm'

export const questionLanguages = ['en', 'pt-BR', 'es'] as const
export type QuestionLanguage = (typeof questionLanguages)[number]

/** The values of the form: every section, and which of them the department has. */
export interface DepartmentValues {
  name: string
  active: boolean
  /** Who takes over while it is not active; empty = nobody. */
  successorId: string
  /** As text, as the field holds it. */
  priority: string
  agentsMayPrioritize: boolean
  /** Empty = none. */
  botId: string
  closesWhenAnsweredElsewhere: boolean
  distribution: Omit<Required<DepartmentFields['distribution']>, 'overflow'> & {
    overflow: { departmentId: string; afterSeconds: number }
  }
  transfer: DepartmentFields['transfer']
  hours: Omit<NonNullable<DepartmentFields['hours']>, 'message'> & { message: string }
  positionNotice: NonNullable<DepartmentFields['positionNotice']>
  closeForm: NonNullable<DepartmentFields['closeForm']>
  /** An empty question = our standard one. */
  satisfaction: Pick<Satisfaction, 'channels' | 'language'> & { questions: Record<QuestionLanguage, string> }
  has: Record<Section, boolean>
}

export const workdays = [1, 2, 3, 4, 5].map(day => ({ day, from: '09:00', to: '18:00' }))

const questionsOf = (own: SatisfactionQuestions = {}) => ({
  en: own.en ?? '',
  'pt-BR': own['pt-BR'] ?? '',
  es: own.es ?? ''
})

/** Whether this is what a department has that sets nothing. */
const isUnset = ({ channels, language }: Pick<Satisfaction, 'channels' | 'language'>) =>
  channels.join() === 'webchat' && language === 'en'

const standard = (timeZone: string, template: string): DepartmentValues => ({
  name: '',
  active: true,
  successorId: '',
  priority: '0',
  agentsMayPrioritize: false,
  botId: '',
  closesWhenAnsweredElsewhere: false,
  distribution: {
    mode: 'automatic',
    strategy: 'random',
    offerTimeoutSeconds: 60,
    maxMisses: 3,
    onAgentLost: 'pending',
    pickOrder: 'any',
    preferLastAgent: false,
    preferredPatienceSeconds: 0,
    overflow: { departmentId: '', afterSeconds: 600 }
  },
  transfer: { agents: true, departments: true, placement: 'keep' },
  hours: { timeZone, weekly: workdays, holidays: [], message: '' },
  positionNotice: { everySeconds: 300, template, channels: ['webchat'] },
  closeForm: { required: false, reasons: [] },
  satisfaction: { channels: ['webchat'], language: 'en', questions: questionsOf() },
  has: { overflow: false, hours: false, positionNotice: false, closeForm: false }
})

/** The values of a department, or of a new one; missing sections are filled with starting values. */
export function valuesOf(
  department: Department | undefined,
  { timeZone, template }: { timeZone: string; template: string }
): DepartmentValues {
  const blank = standard(timeZone, template)
  if (!department) return blank
  const {
    name,
    active,
    successorId = '',
    priority = 0,
    agentsMayPrioritize = false,
    botId = '',
    closesWhenAnsweredElsewhere = false,
    distribution,
    transfer,
    hours,
    positionNotice,
    closeForm,
    satisfaction
  } = department
  return {
    name,
    active,
    successorId,
    transfer,
    priority: String(priority),
    agentsMayPrioritize,
    botId,
    closesWhenAnsweredElsewhere,
    distribution: {
      ...blank.distribution,
      ...distribution,
      overflow: distribution.overflow ?? blank.distribution.overflow
    },
    hours: { ...blank.hours, ...hours, message: hours?.message ?? '' },
    positionNotice: positionNotice ?? blank.positionNotice,
    closeForm: closeForm ?? blank.closeForm,
    satisfaction: {
      ...(satisfaction ?? blank.satisfaction),
      questions: questionsOf(satisfaction?.questions)
    },
    has: {
      overflow: distribution.overflow !== undefined,
      hours: hours !== undefined,
      positionNotice: positionNotice !== undefined,
      closeForm: closeForm !== undefined
    }
  }
}

/** The body that is sent, with only the sections that the department has. */
export function bodyOf({ has, distribution: { overflow, ...distribution }, ...values }: DepartmentValues) {
  const {
    name,
    active,
    agentsMayPrioritize,
    botId,
    closesWhenAnsweredElsewhere,
    successorId,
    transfer,
    positionNotice,
    closeForm,
    satisfaction: { questions, ...satisfaction }
  } = values
  const own = questionLanguages.filter(language => questions[language].trim() !== '')
  const priority = Number(values.priority)
  const { message, ...hours } = values.hours
  return {
    ...{
      name,
      active,
      transfer,
      ...(priority !== 0 && { priority }),
      ...(agentsMayPrioritize && { agentsMayPrioritize }),
      ...(botId && { botId }),
      ...(closesWhenAnsweredElsewhere && { closesWhenAnsweredElsewhere })
    },
    ...(!active && successorId && { successorId }),
    distribution: { ...distribution, ...(has.overflow && { overflow }) },
    ...(has.hours && { hours: { ...hours, ...(message.trim() && { message }) } }),
    ...(has.positionNotice && { positionNotice }),
    ...(has.closeForm && { closeForm }),
    ...(!(isUnset(satisfaction) && own.length === 0) && {
      satisfaction: {
        ...satisfaction,
        questions: Object.fromEntries(own.map(language => [language, questions[language]]))
      }
    })
  }
}
