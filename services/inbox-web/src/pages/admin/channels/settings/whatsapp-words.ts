import { translations } from '../../../../i18n/translations.ts'

export const useWhatsappWords = translations({
  en: {
    groups: {
      account: {
        title: 'Account',
        hint: 'The number that customers write to, on Meta’s WhatsApp Business Platform.'
      },
      receiving: { title: 'Receiving', hint: 'How Meta delivers what customers write.' },
      answering: { title: 'Answering', hint: 'What customers see of the agent who has the conversation.' },
      advanced: { title: 'Advanced', hint: 'Leave these empty unless you know that you need them.' }
    },
    fields: {
      phoneNumberId: {
        label: 'Phone number ID',
        help: 'An ID of digits only, not the phone number itself.',
        where: 'Meta for Developers → your app → WhatsApp → API Setup, below the number you send from.'
      },
      businessAccountId: {
        label: 'WhatsApp Business account ID',
        help: 'Needed to offer your approved templates.',
        where: 'Meta for Developers → your app → WhatsApp → API Setup, beside the phone number ID.'
      },
      accessToken: {
        label: 'Access token',
        help: 'Of a system user, so that it does not expire. It is not shown again after saving.',
        where:
          'Meta Business Suite → Settings → Users → System users → Generate token, with the permissions whatsapp_business_messaging and whatsapp_business_management. The token on the API Setup page expires within a day.'
      },
      appSecret: {
        label: 'App secret',
        help: 'Proves that a message comes from Meta. It is not shown again after saving.',
        where: 'Meta for Developers → your app → App settings → Basic → App secret → Show.'
      },
      verifyToken: {
        label: 'Verify token',
        help: 'A word of your choice, which Meta sends back when you enter the webhook address there. It is not shown again after saving.',
        where:
          'Generate one here, then enter the same at Meta for Developers → your app → WhatsApp → Configuration → Webhook.'
      },
      readMarks: { label: 'Send read receipts and typing indicators' },
      apiVersion: { label: 'API version' },
      baseUrl: {
        label: 'API address',
        help: 'Only for a server that stands in for Meta’s, such as a test double.'
      }
    }
  },
  'pt-BR': {
    groups: {
      account: {
        title: 'Conta',
        hint: 'O número para o qual os clientes escrevem, na Plataforma do WhatsApp Business da Meta.'
      },
      receiving: { title: 'Recebimento', hint: 'Como a Meta entrega o que os clientes escrevem.' },
      answering: { title: 'Atendimento', hint: 'O que os clientes veem do agente que está com a conversa.' },
      advanced: { title: 'Avançado', hint: 'Deixe em branco, a menos que saiba o que está fazendo.' }
    },
    fields: {
      phoneNumberId: {
        label: 'ID do número de telefone',
        help: 'Um ID só de dígitos, não o número de telefone em si.',
        where: 'Meta for Developers → seu app → WhatsApp → Configuração da API, abaixo do número de envio.'
      },
      businessAccountId: {
        label: 'ID da conta do WhatsApp Business',
        help: 'Necessário para oferecer seus modelos aprovados.',
        where: 'Meta for Developers → seu app → WhatsApp → Configuração da API, ao lado do ID do número de telefone.'
      },
      accessToken: {
        label: 'Token de acesso',
        help: 'De um usuário do sistema, para que não expire. Não é mostrado de novo depois de salvar.',
        where:
          'Meta Business Suite → Configurações → Usuários → Usuários do sistema → Gerar token, com as permissões whatsapp_business_messaging e whatsapp_business_management. O token da página Configuração da API expira em um dia.'
      },
      appSecret: {
        label: 'Chave secreta do app',
        help: 'Comprova que uma mensagem vem da Meta. Não é mostrada de novo depois de salvar.',
        where: 'Meta for Developers → seu app → Configurações do app → Básico → Chave secreta do app → Mostrar.'
      },
      verifyToken: {
        label: 'Token de verificação',
        help: 'Uma palavra à sua escolha, que a Meta devolve quando você informa lá o endereço do webhook. Não é mostrado de novo depois de salvar.',
        where: 'Gere um aqui e informe o mesmo em Meta for Developers → seu app → WhatsApp → Configuração → Webhook.'
      },
      readMarks: { label: 'Enviar confirmações de leitura e “digitando…”' },
      apiVersion: { label: 'Versão da API' },
      baseUrl: { label: 'Endereço da API', help: 'Só para um servidor que substitui o da Meta, como um de testes.' }
    }
  },
  es: {
    groups: {
      account: {
        title: 'Cuenta',
        hint: 'El número al que escriben los clientes, en la Plataforma de WhatsApp Business de Meta.'
      },
      receiving: { title: 'Recepción', hint: 'Cómo entrega Meta lo que escriben los clientes.' },
      answering: { title: 'Atención', hint: 'Lo que los clientes ven del agente que tiene la conversación.' },
      advanced: { title: 'Avanzado', hint: 'Déjelo vacío salvo que sepa lo que hace.' }
    },
    fields: {
      phoneNumberId: {
        label: 'ID del número de teléfono',
        help: 'Un ID solo de dígitos, no el número de teléfono en sí.',
        where: 'Meta for Developers → su app → WhatsApp → Configuración de la API, debajo del número de envío.'
      },
      businessAccountId: {
        label: 'ID de la cuenta de WhatsApp Business',
        help: 'Necesario para ofrecer sus plantillas aprobadas.',
        where: 'Meta for Developers → su app → WhatsApp → Configuración de la API, junto al ID del número de teléfono.'
      },
      accessToken: {
        label: 'Token de acceso',
        help: 'De un usuario del sistema, para que no caduque. No se vuelve a mostrar después de guardar.',
        where:
          'Meta Business Suite → Configuración → Usuarios → Usuarios del sistema → Generar token, con los permisos whatsapp_business_messaging y whatsapp_business_management. El token de la página Configuración de la API vence en un día.'
      },
      appSecret: {
        label: 'Clave secreta de la app',
        help: 'Prueba que un mensaje viene de Meta. No se vuelve a mostrar después de guardar.',
        where: 'Meta for Developers → su app → Configuración de la app → Básica → Clave secreta de la app → Mostrar.'
      },
      verifyToken: {
        label: 'Token de verificación',
        help: 'Una palabra a su elección, que Meta devuelve cuando usted ingresa allí la dirección del webhook. No se vuelve a mostrar después de guardar.',
        where:
          'Genere uno aquí e ingrese el mismo en Meta for Developers → su app → WhatsApp → Configuración → Webhook.'
      },
      readMarks: { label: 'Enviar confirmaciones de lectura y «escribiendo…»' },
      apiVersion: { label: 'Versión de la API' },
      baseUrl: {
        label: 'Dirección de la API',
        help: 'Solo para un servidor que sustituye al de Meta, como uno de pruebas.'
      }
    }
  }
})
