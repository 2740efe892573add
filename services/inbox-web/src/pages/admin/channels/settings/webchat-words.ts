import { translations } from '../../../../i18n/translations.ts'

export const useWebchatWords = translations({
  en: {
    groups: {
      appearance: { title: 'Appearance', hint: 'What visitors see.' },
      asking: { title: 'Ask before the chat', hint: 'What visitors must enter before they can write.' },
      website: { title: 'Your website', hint: 'Where the chat may be shown, and who its visitors are.' }
    },
    fields: {
      title: { label: 'Title' },
      greeting: { label: 'Greeting', help: 'Shown before a visitor writes.' },
      color: { label: 'Colour' },
      askName: { label: 'Name' },
      askEmail: { label: 'Email' },
      askPhone: { label: 'Phone' },
      askDepartment: {
        label: 'Departments to choose from',
        help: 'Visitors choose one of them before each chat. With fewer than two, the department of the channel answers.'
      },
      askConsent: {
        label: 'Consent',
        help: 'A text that visitors must agree to before they write, with a link to your privacy policy. If empty, no consent is asked for.'
      },
      allowedDomains: {
        label: 'Allowed websites',
        help: 'Domains, separated by commas, such as example.org, *.example.org. If empty, every website may show the chat.'
      },
      identityKey: {
        label: 'Identity key',
        help: 'Your server uses it to sign the ids of customers who are signed in to your website, so that nobody can impersonate them. It is not shown again after saving.'
      }
    }
  },
  'pt-BR': {
    groups: {
      appearance: { title: 'Aparência', hint: 'O que os visitantes veem.' },
      asking: { title: 'Perguntar antes do chat', hint: 'O que se pede aos visitantes antes que possam escrever.' },
      website: { title: 'Seu site', hint: 'Onde o chat pode aparecer, e quem são seus visitantes.' }
    },
    fields: {
      title: { label: 'Título' },
      greeting: { label: 'Saudação', help: 'Aparece antes de o visitante escrever.' },
      color: { label: 'Cor' },
      askName: { label: 'Nome' },
      askEmail: { label: 'E-mail' },
      askPhone: { label: 'Telefone' },
      askDepartment: {
        label: 'Departamentos para escolher',
        help: 'O visitante escolhe um deles antes de cada conversa. Com menos de dois, atende o departamento do canal.'
      },
      askConsent: {
        label: 'Consentimento',
        help: 'Texto que os visitantes precisam aceitar antes de escrever, com o link da sua política de privacidade. Se ficar vazio, o consentimento não é pedido.'
      },
      allowedDomains: {
        label: 'Sites permitidos',
        help: 'Domínios separados por vírgulas, como example.org, *.example.org. Se ficar vazio, qualquer site pode exibir o chat.'
      },
      identityKey: {
        label: 'Chave de identidade',
        help: 'Com ela, seu servidor assina os ids dos clientes conectados ao seu site, para que ninguém se passe por eles. Não é mostrada de novo depois de salvar.'
      }
    }
  },
  es: {
    groups: {
      appearance: { title: 'Apariencia', hint: 'Lo que ven los visitantes.' },
      asking: {
        title: 'Preguntar antes del chat',
        hint: 'Lo que se pide a los visitantes antes de que puedan escribir.'
      },
      website: { title: 'Su sitio web', hint: 'Dónde puede mostrarse el chat, y quiénes son sus visitantes.' }
    },
    fields: {
      title: { label: 'Título' },
      greeting: { label: 'Saludo', help: 'Se muestra antes de que el visitante escriba.' },
      color: { label: 'Color' },
      askName: { label: 'Nombre' },
      askEmail: { label: 'Correo electrónico' },
      askPhone: { label: 'Teléfono' },
      askDepartment: {
        label: 'Departamentos para elegir',
        help: 'El visitante elige uno antes de cada conversación. Con menos de dos, atiende el departamento del canal.'
      },
      askConsent: {
        label: 'Consentimiento',
        help: 'Texto que los visitantes deben aceptar antes de escribir, con un enlace a su política de privacidad. Si queda vacío, no se pide consentimiento.'
      },
      allowedDomains: {
        label: 'Sitios permitidos',
        help: 'Dominios separados por comas, como example.org, *.example.org. Si queda vacío, cualquier sitio puede mostrar el chat.'
      },
      identityKey: {
        label: 'Clave de identidad',
        help: 'Con ella su servidor firma los id de los clientes que iniciaron sesión en su sitio, para que nadie se haga pasar por ellos. No se vuelve a mostrar después de guardar.'
      }
    }
  }
})
