import type { TransitionCause } from '@inbox/contracts'

/** Who and where a step is about; a name that is not known any more is an ellipsis. */
export interface About {
  /** Who did it. */
  by: string
  /** Whom it concerns: who had the conversation or the offer, or gets it. */
  who: string
  /** The departments that it left and came to. */
  from: string
  to: string
}
type OfCause = Record<TransitionCause, (about: About) => string>

const english: OfCause = {
  contactWrote: () => 'the contact wrote',
  contacted: ({ by }) => `by ${by}`,
  unattended: () => 'the contact wrote while nobody was available',
  windowExpired: () => 'the time to answer had run out',
  refusedByProvider: () => 'the provider no longer takes answers',
  reinstated: () => 'a message written in time arrived late',
  automatic: ({ who }) => `automatically, to ${who}`,
  assigned: ({ by, who }) => `to ${who}, by ${by}`,
  transfer: ({ by, who, to }) => `to ${to || who}, by ${by}`,
  accepted: ({ by }) => `by ${by}`,
  picked: ({ by }) => `by ${by}`,
  resumed: ({ by }) => `by ${by}`,
  parked: ({ by }) => `by ${by}`,
  returned: ({ by }) => `by ${by}`,
  declined: ({ by }) => `${by} declined`,
  deadline: ({ who }) => `${who} did not answer in time`,
  cancelled: ({ by }) => `cancelled by ${by}`,
  agentLost: ({ who }) => `${who} lost the connection`,
  loggedOut: ({ who }) => `${who} logged out`,
  agentDeactivated: ({ who }) => `${who} was deactivated`,
  transferFailed: () => 'the transfer was not accepted',
  notAvailable: ({ who }) => `${who} was no longer available`,
  notMember: ({ who }) => `${who} was taken out of the department`,
  limitLowered: ({ who }) => `the limit of ${who} was lowered`,
  overflow: ({ from, to }) => `waited too long in ${from}, now in ${to}`,
  departmentEnded: ({ from, to }) => `${from} was deactivated, now in ${to}`,
  closed: ({ by }) => `by ${by}`,
  dismissed: ({ by }) => `by ${by}`,
  superseded: () => 'a new conversation began',
  answeredElsewhere: () => 'it was answered elsewhere',
  merged: () => 'two contacts turned out to be one person: it continues in their other conversation',
  visitorLeft: () => 'the visitor left'
}

const portuguese: OfCause = {
  contactWrote: () => 'o contato escreveu',
  contacted: ({ by }) => `por ${by}`,
  unattended: () => 'o contato escreveu e ninguém estava disponível',
  windowExpired: () => 'o prazo para responder tinha acabado',
  refusedByProvider: () => 'o provedor não aceita mais respostas',
  reinstated: () => 'uma mensagem escrita a tempo chegou atrasada',
  automatic: ({ who }) => `automaticamente, para ${who}`,
  assigned: ({ by, who }) => `para ${who}, por ${by}`,
  transfer: ({ by, who, to }) => `para ${to || who}, por ${by}`,
  accepted: ({ by }) => `por ${by}`,
  picked: ({ by }) => `por ${by}`,
  resumed: ({ by }) => `por ${by}`,
  parked: ({ by }) => `por ${by}`,
  returned: ({ by }) => `por ${by}`,
  declined: ({ by }) => `${by} recusou`,
  deadline: ({ who }) => `${who} não respondeu a tempo`,
  cancelled: ({ by }) => `cancelada por ${by}`,
  agentLost: ({ who }) => `${who} perdeu a conexão`,
  loggedOut: ({ who }) => `${who} saiu`,
  agentDeactivated: ({ who }) => `${who} foi desativado`,
  transferFailed: () => 'a transferência não foi aceita',
  notAvailable: ({ who }) => `${who} não estava mais disponível`,
  notMember: ({ who }) => `${who} foi retirado do departamento`,
  limitLowered: ({ who }) => `o limite de ${who} foi reduzido`,
  overflow: ({ from, to }) => `esperou demais em ${from}, agora em ${to}`,
  departmentEnded: ({ from, to }) => `${from} foi desativado, agora em ${to}`,
  closed: ({ by }) => `por ${by}`,
  dismissed: ({ by }) => `por ${by}`,
  superseded: () => 'começou uma nova conversa',
  answeredElsewhere: () => 'foi respondida em outro lugar',
  merged: () => 'dois contatos eram a mesma pessoa: continua na outra conversa dela',
  visitorLeft: () => 'o visitante saiu'
}

const spanish: OfCause = {
  contactWrote: () => 'el contacto escribió',
  contacted: ({ by }) => `por ${by}`,
  unattended: () => 'el contacto escribió y nadie estaba disponible',
  windowExpired: () => 'el plazo para responder había vencido',
  refusedByProvider: () => 'el proveedor ya no acepta respuestas',
  reinstated: () => 'un mensaje escrito a tiempo llegó tarde',
  automatic: ({ who }) => `automáticamente, a ${who}`,
  assigned: ({ by, who }) => `a ${who}, por ${by}`,
  transfer: ({ by, who, to }) => `a ${to || who}, por ${by}`,
  accepted: ({ by }) => `por ${by}`,
  picked: ({ by }) => `por ${by}`,
  resumed: ({ by }) => `por ${by}`,
  parked: ({ by }) => `por ${by}`,
  returned: ({ by }) => `por ${by}`,
  declined: ({ by }) => `${by} la rechazó`,
  deadline: ({ who }) => `${who} no respondió a tiempo`,
  cancelled: ({ by }) => `cancelada por ${by}`,
  agentLost: ({ who }) => `${who} perdió la conexión`,
  loggedOut: ({ who }) => `${who} cerró sesión`,
  agentDeactivated: ({ who }) => `${who} fue desactivado`,
  transferFailed: () => 'la transferencia no se aceptó',
  notAvailable: ({ who }) => `${who} ya no estaba disponible`,
  notMember: ({ who }) => `${who} salió del departamento`,
  limitLowered: ({ who }) => `se redujo el límite de ${who}`,
  overflow: ({ from, to }) => `esperó demasiado en ${from}, ahora en ${to}`,
  departmentEnded: ({ from, to }) => `${from} se desactivó, ahora en ${to}`,
  closed: ({ by }) => `por ${by}`,
  dismissed: ({ by }) => `por ${by}`,
  superseded: () => 'empezó otra conversación',
  answeredElsewhere: () => 'se respondió en otro lugar',
  merged: () => 'dos contactos eran la misma persona: continúa en su otra conversación',
  visitorLeft: () => 'el visitante se fue'
}

/** What happened, by the number of the rule, and who or what was the cause of it. */
export const stepWords = {
  en: {
    steps: {
      T1: 'Entered the queue',
      T2: 'Could not be answered',
      T3: 'Offered',
      T4: 'Accepted from the queue',
      T5: 'Assigned',
      T6: 'Accepted',
      T7: 'Offer ended',
      T8: 'Parked',
      T9: 'Returned to the queue',
      T10: 'Resumed',
      T11: 'Back in the queue',
      T12: 'Time to answer ran out',
      T13: 'Could not be answered',
      T14: 'Reinstated',
      T15: 'Dismissed',
      T16: 'Closed',
      T17: 'Closed',
      T18: 'Transfer offered',
      T19: 'Transfer accepted',
      T20: 'Transfer ended',
      T21: 'Transferred',
      T22: 'Continued in another conversation',
      T23: 'Started'
    },
    causes: english,
    by: (name: string) => `by ${name}`,
    bySystem: 'by the system',
    byContact: 'by the contact',
    reason: (reason: string) => `Reason: ${reason}`
  },
  'pt-BR': {
    steps: {
      T1: 'Entrou na fila',
      T2: 'Não pôde ser respondida',
      T3: 'Oferecida',
      T4: 'Aceita da fila',
      T5: 'Atribuída',
      T6: 'Aceita',
      T7: 'Oferta encerrada',
      T8: 'Deixada pendente',
      T9: 'Devolvida à fila',
      T10: 'Retomada',
      T11: 'Voltou à fila',
      T12: 'O prazo para responder acabou',
      T13: 'Não pôde ser respondida',
      T14: 'Restabelecida',
      T15: 'Dispensada',
      T16: 'Encerrada',
      T17: 'Encerrada',
      T18: 'Transferência oferecida',
      T19: 'Transferência aceita',
      T20: 'Transferência encerrada',
      T21: 'Transferida',
      T22: 'Continua em outra conversa',
      T23: 'Iniciada'
    },
    causes: portuguese,
    by: (name: string) => `por ${name}`,
    bySystem: 'pelo sistema',
    byContact: 'pelo contato',
    reason: (reason: string) => `Motivo: ${reason}`
  },
  es: {
    steps: {
      T1: 'Entró en la cola',
      T2: 'No se pudo responder',
      T3: 'Ofrecida',
      T4: 'Aceptada de la cola',
      T5: 'Asignada',
      T6: 'Aceptada',
      T7: 'Oferta terminada',
      T8: 'Dejada pendiente',
      T9: 'Devuelta a la cola',
      T10: 'Retomada',
      T11: 'Volvió a la cola',
      T12: 'Venció el plazo para responder',
      T13: 'No se pudo responder',
      T14: 'Restablecida',
      T15: 'Descartada',
      T16: 'Cerrada',
      T17: 'Cerrada',
      T18: 'Transferencia ofrecida',
      T19: 'Transferencia aceptada',
      T20: 'Transferencia terminada',
      T21: 'Transferida',
      T22: 'Continúa en otra conversación',
      T23: 'Iniciada'
    },
    causes: spanish,
    by: (name: string) => `por ${name}`,
    bySystem: 'por el sistema',
    byContact: 'por el contacto',
    reason: (reason: string) => `Motivo: ${reason}`
  }
}
export type StepWords = (typeof stepWords)['en']
