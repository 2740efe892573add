import { translations } from '../../../../i18n/translations.ts'

export const useApiWords = translations({
  en: {
    groups: {
      answers: {
        title: 'Replies',
        hint: 'What agents answer is posted to this address, in order, until it is accepted.'
      }
    },
    fields: {
      callbackUrl: {
        label: 'Callback URL',
        help: 'Without one, replies wait. It must be reachable from the internet.'
      },
      secret: {
        label: 'Signing secret',
        help: 'Your adapter checks with it that a request is ours (Standard Webhooks). It is not shown again after saving.'
      }
    }
  },
  'pt-BR': {
    groups: {
      answers: {
        title: 'Respostas',
        hint: 'O que os agentes respondem é enviado para este endereço, em ordem, até ser aceito.'
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
        hint: 'Lo que responden los agentes se envía a esta dirección, en orden, hasta que se acepte.'
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
