import { translations } from '../../../../i18n/translations.ts'

export const useApiWords = translations({
  en: {
    groups: {
      answers: {
        title: 'Replies',
        hint: 'Agents’ replies are posted to this address, in order, each until it is accepted.'
      }
    },
    fields: {
      callbackUrl: {
        label: 'Callback URL',
        help: 'Without one, replies wait. It must be reachable from the internet.'
      },
      secret: {
        label: 'Signing secret',
        help: 'Your adapter uses it to verify that a request comes from us (Standard Webhooks). It is not shown again after saving.'
      }
    }
  },
  'pt-BR': {
    groups: {
      answers: {
        title: 'Respostas',
        hint: 'As respostas dos agentes são enviadas para este endereço, em ordem, cada uma até ser aceita.'
      }
    },
    fields: {
      callbackUrl: {
        label: 'URL de callback',
        help: 'Sem ela, as respostas ficam aguardando. Precisa ser acessível pela internet.'
      },
      secret: {
        label: 'Segredo de assinatura',
        help: 'Com ele, seu adaptador confere se a requisição é nossa (Standard Webhooks). Não é mostrado de novo depois de salvar.'
      }
    }
  },
  es: {
    groups: {
      answers: {
        title: 'Respuestas',
        hint: 'Las respuestas de los agentes se envían a esta dirección, en orden, cada una hasta que se acepte.'
      }
    },
    fields: {
      callbackUrl: {
        label: 'URL de callback',
        help: 'Sin ella, las respuestas quedan en espera. Debe ser accesible desde internet.'
      },
      secret: {
        label: 'Secreto de firma',
        help: 'Con él, su adaptador comprueba que la solicitud es nuestra (Standard Webhooks). No se vuelve a mostrar después de guardar.'
      }
    }
  }
})
