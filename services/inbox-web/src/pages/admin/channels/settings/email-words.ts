import { translations } from '../../../../i18n/translations.ts'

export const useEmailWords = translations({
  en: {
    groups: {
      mailbox: { title: 'Mailbox', hint: 'The address that customers write to.' },
      receiving: {
        title: 'Receiving',
        hint: 'How we read what arrives (IMAP). Leave it empty if your server forwards emails to us.'
      },
      sending: { title: 'Sending', hint: 'How replies are sent (SMTP).' },
      texts: { title: 'Texts', hint: 'What is added to replies, and what is sent automatically.' }
    },
    fields: {
      address: { label: 'Email address' },
      name: { label: 'Sender name', help: 'Shown to customers beside the address.' },
      aliases: { label: 'Other addresses', help: 'Addresses that also arrive in this mailbox, separated by commas.' },
      imapHost: {
        label: 'IMAP server',
        where:
          'In the help pages of your provider, under IMAP, such as imap.gmail.com for Google. Microsoft 365 lets no program sign in with a password any more: have its emails forwarded to us instead.'
      },
      imapPort: { label: 'IMAP port' },
      imapSecure: {
        label: 'Only encrypted (TLS)',
        help: 'TLS from the start at port 993, STARTTLS at any other. Turn this off only for a server in your own network: user and password may then travel unencrypted.'
      },
      imapUser: { label: 'IMAP user', help: 'Usually the email address.' },
      imapPassword: {
        label: 'IMAP password',
        help: 'It is not shown again after saving.',
        where:
          'With two-step verification you need an app password: Google Account → Security → 2-Step Verification → App passwords.'
      },
      smtpHost: {
        label: 'SMTP server',
        where:
          'In the help pages of your provider, under SMTP: smtp.gmail.com for Google, smtp.office365.com for Microsoft.'
      },
      smtpPort: { label: 'SMTP port' },
      smtpSecure: {
        label: 'Only encrypted (TLS)',
        help: 'TLS from the start at port 465, STARTTLS at any other. Turn this off only for a server in your own network: user and password may then travel unencrypted.'
      },
      smtpUser: { label: 'SMTP user', help: 'Usually the email address.' },
      smtpPassword: {
        label: 'SMTP password',
        help: 'Usually the same as for IMAP. It is not shown again after saving.',
        where:
          'With two-step verification you need an app password: Google Account → Security → 2-Step Verification → App passwords.'
      },
      threadAddress: {
        label: 'An address for each thread',
        help: 'Replies go to address+thread@…, and so find their conversation also where email programs lose what they answer. Turn this on only if your server delivers such addresses to this mailbox.'
      },
      dkimSelector: {
        label: 'DKIM selector',
        help: 'Signs replies so that they are not taken for spam. The public key must be in DNS under <selector>._domainkey.<domain>.'
      },
      dkimDomain: { label: 'DKIM domain', help: 'If empty, the domain of the email address.' },
      dkimKey: {
        label: 'DKIM private key',
        help: 'An RSA key in PEM format (-----BEGIN PRIVATE KEY-----). It is not shown again after saving.'
      },
      signature: {
        label: 'Signature',
        help: 'Added below every reply. {{agent.name}} becomes the name of the agent who writes.'
      },
      autoReply: {
        label: 'Automatic reply',
        help: 'Sent when somebody starts a new email thread, at most once a day per sender, and never to automatic emails. {{referenceNumber}} becomes the case number, {{contact.name}} the name of the sender. If empty, nothing is sent.'
      }
    }
  },
  'pt-BR': {
    groups: {
      mailbox: { title: 'Caixa de e-mail', hint: 'O endereço para o qual os clientes escrevem.' },
      receiving: {
        title: 'Recebimento',
        hint: 'Como lemos o que chega (IMAP). Deixe em branco se o seu servidor nos repassa os e-mails.'
      },
      sending: { title: 'Envio', hint: 'Como as respostas saem (SMTP).' },
      texts: { title: 'Textos', hint: 'O que é acrescentado às respostas ou respondido automaticamente.' }
    },
    fields: {
      address: { label: 'Endereço de e-mail' },
      name: { label: 'Nome do remetente', help: 'O que os clientes veem ao lado do endereço.' },
      aliases: { label: 'Outros endereços', help: 'Endereços que também chegam a esta caixa, separados por vírgulas.' },
      imapHost: {
        label: 'Servidor IMAP',
        where:
          'Nas páginas de ajuda do seu provedor, em IMAP, como imap.gmail.com no Google. O Microsoft 365 não deixa mais programas entrarem com senha: faça com que ele nos encaminhe os e-mails.'
      },
      imapPort: { label: 'Porta IMAP' },
      imapSecure: {
        label: 'Somente com criptografia (TLS)',
        help: 'TLS desde o início na porta 993, STARTTLS nas demais. Desative apenas para um servidor na sua própria rede: usuário e senha podem trafegar sem criptografia.'
      },
      imapUser: { label: 'Usuário IMAP', help: 'Em geral, o endereço de e-mail.' },
      imapPassword: {
        label: 'Senha IMAP',
        help: 'Não é mostrada de novo depois de salvar.',
        where:
          'Com verificação em duas etapas, é preciso uma senha de app: Conta do Google → Segurança → Verificação em duas etapas → Senhas de app.'
      },
      smtpHost: {
        label: 'Servidor SMTP',
        where:
          'Nas páginas de ajuda do seu provedor, em SMTP: smtp.gmail.com no Google, smtp.office365.com na Microsoft.'
      },
      smtpPort: { label: 'Porta SMTP' },
      smtpSecure: {
        label: 'Somente com criptografia (TLS)',
        help: 'TLS desde o início na porta 465, STARTTLS nas demais. Desative apenas para um servidor na sua própria rede: usuário e senha podem trafegar sem criptografia.'
      },
      smtpUser: { label: 'Usuário SMTP', help: 'Em geral, o endereço de e-mail.' },
      smtpPassword: {
        label: 'Senha SMTP',
        help: 'Em geral, a mesma do IMAP. Não é mostrada de novo depois de salvar.',
        where:
          'Com verificação em duas etapas, é preciso uma senha de app: Conta do Google → Segurança → Verificação em duas etapas → Senhas de app.'
      },
      threadAddress: {
        label: 'Um endereço para cada conversa',
        help: 'As respostas vão para endereço+conversa@… e assim encontram a conversa mesmo quando o programa de e-mail perde a referência. Ative apenas se o seu servidor entrega esses endereços nesta caixa.'
      },
      dkimSelector: {
        label: 'Seletor DKIM',
        help: 'Assina as respostas para que não sejam tomadas por spam. A chave pública deve estar no DNS em <seletor>._domainkey.<domínio>.'
      },
      dkimDomain: { label: 'Domínio DKIM', help: 'Se ficar em branco, o domínio do endereço de e-mail.' },
      dkimKey: {
        label: 'Chave privada DKIM',
        help: 'Uma chave RSA em formato PEM (-----BEGIN PRIVATE KEY-----). Não é mostrada de novo depois de salvar.'
      },
      signature: {
        label: 'Assinatura',
        help: 'Acrescentada ao fim de cada resposta. {{agent.name}} vira o nome do agente que escreve.'
      },
      autoReply: {
        label: 'Resposta automática',
        help: 'Enviada quando alguém inicia uma nova conversa por e-mail, no máximo uma vez por dia por remetente, e nunca a e-mails automáticos. {{referenceNumber}} vira o protocolo e {{contact.name}}, o nome do remetente. Se ficar em branco, nada é enviado.'
      }
    }
  },
  es: {
    groups: {
      mailbox: { title: 'Buzón', hint: 'La dirección a la que escriben los clientes.' },
      receiving: {
        title: 'Recepción',
        hint: 'Cómo leemos lo que llega (IMAP). Déjelo vacío si su servidor nos reenvía los correos.'
      },
      sending: { title: 'Envío', hint: 'Cómo salen las respuestas (SMTP).' },
      texts: { title: 'Textos', hint: 'Lo que se agrega a las respuestas o se responde automáticamente.' }
    },
    fields: {
      address: { label: 'Dirección de correo' },
      name: { label: 'Nombre del remitente', help: 'Lo que ven los clientes junto a la dirección.' },
      aliases: {
        label: 'Otras direcciones',
        help: 'Direcciones que también llegan a este buzón, separadas por comas.'
      },
      imapHost: {
        label: 'Servidor IMAP',
        where:
          'En las páginas de ayuda de su proveedor, en IMAP, como imap.gmail.com en Google. Microsoft 365 ya no deja que los programas entren con contraseña: haga que nos reenvíe los correos.'
      },
      imapPort: { label: 'Puerto IMAP' },
      imapSecure: {
        label: 'Solo cifrado (TLS)',
        help: 'TLS desde el inicio en el puerto 993, STARTTLS en los demás. Desactívelo solo para un servidor de su propia red: el usuario y la contraseña podrían viajar sin cifrar.'
      },
      imapUser: { label: 'Usuario IMAP', help: 'Por lo general, la dirección de correo.' },
      imapPassword: {
        label: 'Contraseña IMAP',
        help: 'No se vuelve a mostrar después de guardar.',
        where:
          'Con la verificación en dos pasos se necesita una contraseña de aplicación: Cuenta de Google → Seguridad → Verificación en dos pasos → Contraseñas de aplicación.'
      },
      smtpHost: {
        label: 'Servidor SMTP',
        where:
          'En las páginas de ayuda de su proveedor, en SMTP: smtp.gmail.com en Google, smtp.office365.com en Microsoft.'
      },
      smtpPort: { label: 'Puerto SMTP' },
      smtpSecure: {
        label: 'Solo cifrado (TLS)',
        help: 'TLS desde el inicio en el puerto 465, STARTTLS en los demás. Desactívelo solo para un servidor de su propia red: el usuario y la contraseña podrían viajar sin cifrar.'
      },
      smtpUser: { label: 'Usuario SMTP', help: 'Por lo general, la dirección de correo.' },
      smtpPassword: {
        label: 'Contraseña SMTP',
        help: 'Por lo general, la misma que la de IMAP. No se vuelve a mostrar después de guardar.',
        where:
          'Con la verificación en dos pasos se necesita una contraseña de aplicación: Cuenta de Google → Seguridad → Verificación en dos pasos → Contraseñas de aplicación.'
      },
      threadAddress: {
        label: 'Una dirección para cada hilo',
        help: 'Las respuestas van a dirección+hilo@… y así encuentran su conversación aunque el programa de correo pierda la referencia. Actívelo solo si su servidor entrega esas direcciones en este buzón.'
      },
      dkimSelector: {
        label: 'Selector DKIM',
        help: 'Firma las respuestas para que no se tomen por spam. La clave pública debe estar en el DNS en <selector>._domainkey.<dominio>.'
      },
      dkimDomain: { label: 'Dominio DKIM', help: 'Si queda vacío, el dominio de la dirección de correo.' },
      dkimKey: {
        label: 'Clave privada DKIM',
        help: 'Una clave RSA en formato PEM (-----BEGIN PRIVATE KEY-----). No se vuelve a mostrar después de guardar.'
      },
      signature: {
        label: 'Firma',
        help: 'Se agrega debajo de cada respuesta. {{agent.name}} se convierte en el nombre del agente que escribe.'
      },
      autoReply: {
        label: 'Respuesta automática',
        help: 'Se envía cuando alguien inicia un nuevo hilo de correo, como máximo una vez al día por remitente, y nunca a correos automáticos. {{referenceNumber}} se convierte en el número de caso y {{contact.name}} en el nombre del remitente. Si queda vacía, no se envía nada.'
      }
    }
  }
})
