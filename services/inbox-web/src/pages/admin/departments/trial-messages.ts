import { translations } from '../../../i18n/translations.ts'

export const useMessages = translations({
  en: {
    trial: 'What these changes would do now',
    trialWait: 'Calculating…',
    trialFailed: 'The effect cannot be shown at the moment. You can save anyway.',
    offers: (count: number) =>
      count === 1 ? '1 conversation would be offered right away' : `${count} conversations would be offered right away`,
    revoked: (count: number) =>
      count === 1 ? '1 open offer would be withdrawn' : `${count} open offers would be withdrawn`,
    overflowing: (count: number, to: string) => `${count} would move to ${to}`,
    staying: (count: number) => (count === 1 ? '1 would keep waiting' : `${count} would keep waiting`),
    because: {
      manual: 'agents pick from the queue',
      offerOnItsWay: 'an offer is being made',
      outsideHours: 'outside business hours',
      nobodyEligible: 'no available agent has free capacity',
      everybodyLetItPass: 'everybody declined or missed it',
      waitsForPreferred: 'it is waiting for the preferred agent',
      policyUnconfirmed: 'new settings are being applied',
      aboutToBeOffered: 'it is about to be offered'
    },
    agent: 'Agent',
    wouldGet: 'Would get',
    load: 'Load after',
    saveNow: 'Save',
    goBack: 'Back to the form'
  },
  'pt-BR': {
    trial: 'O que estas alterações fariam agora',
    trialWait: 'Calculando…',
    trialFailed: 'Não é possível mostrar o efeito no momento. Você pode salvar mesmo assim.',
    offers: count =>
      count === 1 ? '1 conversa seria oferecida na hora' : `${count} conversas seriam oferecidas na hora`,
    revoked: count => (count === 1 ? '1 oferta aberta seria retirada' : `${count} ofertas abertas seriam retiradas`),
    overflowing: (count, to) => `${count} iriam para ${to}`,
    staying: count => (count === 1 ? '1 continuaria na fila' : `${count} continuariam na fila`),
    because: {
      manual: 'os agentes escolhem da fila',
      offerOnItsWay: 'uma oferta está sendo feita',
      outsideHours: 'fora do horário de atendimento',
      nobodyEligible: 'nenhum agente disponível tem capacidade livre',
      everybodyLetItPass: 'todos recusaram ou não responderam',
      waitsForPreferred: 'está esperando o agente preferido',
      policyUnconfirmed: 'a nova configuração está sendo aplicada',
      aboutToBeOffered: 'está prestes a ser oferecida'
    },
    agent: 'Agente',
    wouldGet: 'Receberia',
    load: 'Carga depois',
    saveNow: 'Salvar',
    goBack: 'Voltar ao formulário'
  },
  es: {
    trial: 'Lo que estos cambios harían ahora',
    trialWait: 'Calculando…',
    trialFailed: 'No se puede mostrar el efecto en este momento. Puede guardar de todos modos.',
    offers: count =>
      count === 1 ? 'Se ofrecería 1 conversación al instante' : `Se ofrecerían ${count} conversaciones al instante`,
    revoked: count => (count === 1 ? 'Se retiraría 1 oferta abierta' : `Se retirarían ${count} ofertas abiertas`),
    overflowing: (count, to) => `${count} pasarían a ${to}`,
    staying: count => (count === 1 ? '1 seguiría en cola' : `${count} seguirían en cola`),
    because: {
      manual: 'los agentes eligen de la cola',
      offerOnItsWay: 'se está haciendo una oferta',
      outsideHours: 'fuera del horario de atención',
      nobodyEligible: 'ningún agente disponible tiene capacidad libre',
      everybodyLetItPass: 'todos la rechazaron o no respondieron',
      waitsForPreferred: 'está esperando al agente preferido',
      policyUnconfirmed: 'la nueva configuración se está aplicando',
      aboutToBeOffered: 'está a punto de ofrecerse'
    },
    agent: 'Agente',
    wouldGet: 'Recibiría',
    load: 'Carga después',
    saveNow: 'Guardar',
    goBack: 'Volver al formulario'
  }
})
