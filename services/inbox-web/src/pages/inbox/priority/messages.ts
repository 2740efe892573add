import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    priority: 'Priority',
    levels: { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' },
    marks: {
      urgent: 'Urgent: before all others',
      high: 'High priority',
      low: 'Low priority',
      first: 'Goes first: an agent was already handling it'
    },
    otherLevel: (level: string, priority: number) => `${level} (${priority})`
  },
  'pt-BR': {
    priority: 'Prioridade',
    levels: { urgent: 'Urgente', high: 'Alta', normal: 'Normal', low: 'Baixa' },
    marks: {
      urgent: 'Urgente: antes de todas as outras',
      high: 'Prioridade alta',
      low: 'Prioridade baixa',
      first: 'Vai primeiro: já estava em atendimento'
    },
    otherLevel: (level, priority) => `${level} (${priority})`
  },
  es: {
    priority: 'Prioridad',
    levels: { urgent: 'Urgente', high: 'Alta', normal: 'Normal', low: 'Baja' },
    marks: {
      urgent: 'Urgente: antes que todas las demás',
      high: 'Prioridad alta',
      low: 'Prioridad baja',
      first: 'Va primero: ya estaba siendo atendida'
    },
    otherLevel: (level, priority) => `${level} (${priority})`
  }
})
