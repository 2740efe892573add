import type { SatisfactionQuestions } from '@inbox/contracts'

const words = {
  en: {
    question: 'How was your conversation with us?',
    stars: (count: number) => `${count} out of 5 stars`,
    comment: 'Would you like to tell us more? (optional)',
    send: 'Send',
    choose: 'Please choose between one and five stars.',
    thanks: 'Thank you! We have your rating.',
    over: 'This can no longer be rated.',
    unknown: 'There is nothing to rate at this address. Please check that it is complete.',
    later: 'Your rating could not be taken just now. Please try again in a moment.'
  },
  'pt-BR': {
    question: 'Como foi o seu atendimento?',
    stars: (count: number) => (count === 1 ? '1 estrela de 5' : `${count} estrelas de 5`),
    comment: 'Quer contar mais? (opcional)',
    send: 'Enviar',
    choose: 'Escolha de uma a cinco estrelas.',
    thanks: 'Obrigado! Recebemos sua avaliação.',
    over: 'Não é mais possível avaliar este atendimento.',
    unknown: 'Não há nada para avaliar neste endereço. Verifique se ele está completo.',
    later: 'Não foi possível receber sua avaliação agora. Tente novamente em instantes.'
  },
  es: {
    question: '¿Cómo fue la atención que recibió?',
    stars: (count: number) => (count === 1 ? '1 estrella de 5' : `${count} estrellas de 5`),
    comment: '¿Desea contarnos más? (opcional)',
    send: 'Enviar',
    choose: 'Elija entre una y cinco estrellas.',
    thanks: '¡Gracias! Recibimos su valoración.',
    over: 'Esta atención ya no se puede valorar.',
    unknown: 'No hay nada que valorar en esta dirección. Compruebe que esté completa.',
    later: 'No se pudo recibir su valoración en este momento. Inténtelo de nuevo en un momento.'
  }
}

export type Language = keyof SatisfactionQuestions & keyof typeof words
export type RatingWords = (typeof words)['en'] & { language: Language }

/** The page's words in the first language of `Accept-Language` that we have; else English. */
export function wordsFor(wanted: string | undefined): RatingWords {
  const languages = Object.keys(words) as Language[]
  const ours = (tag: string) => languages.find(each => each.split('-')[0] === tag.trim().toLowerCase().split('-')[0])
  const language =
    (wanted ?? '')
      .split(',')
      .map(part => ours(part.split(';')[0]!))
      .find(Boolean) ?? 'en'
  return { ...words[language], language }
}
