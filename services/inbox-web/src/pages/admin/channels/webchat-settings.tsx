import type { Channel, ChannelFields } from '@inbox/contracts'
import { getChannelConnection } from '@inbox/contracts'
import {
  Button,
  Checkbox,
  Code,
  ColorInput,
  CopyButton,
  Group,
  Input,
  PasswordInput,
  Text,
  Textarea,
  TextInput
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { Section } from '../../../forms/editor.tsx'
import { useFormat } from '../../../i18n/format.ts'
import { translations } from '../../../i18n/translations.ts'

type Settings = ChannelFields['settings']

const KEY_BYTES = 32
const STANDARD_COLOR = '#17734f'

const useMessages = translations({
  en: {
    title: 'Chat on your website',
    hint: 'What visitors see, and on which websites.',
    heading: 'Title',
    greeting: 'Greeting',
    greetingHint: 'Shown before a visitor writes.',
    color: 'Colour',
    domains: 'Allowed websites',
    domainsHint:
      'Domains, separated by commas, such as example.org, *.example.org. If empty, every website may show the chat.',
    ask: 'Ask before the chat',
    askName: 'Name',
    askEmail: 'Email',
    key: 'Identity key',
    keyHint:
      'With it your server signs the ids of customers who are signed in to your website, so that nobody can pretend to be them. It is not shown again after saving.',
    isSet: 'A key is set; enter another one to replace it',
    generate: 'Generate',
    install: 'Put it on your website',
    installHint: 'Copy this line into every page that should have the chat, just before </body>.',
    copy: 'Copy',
    copied: 'Copied',
    shown: (where: string, when: string) => `Last shown on ${where}, ${when}`,
    notShown: 'No website has shown it yet.'
  },
  'pt-BR': {
    title: 'Chat no seu site',
    hint: 'O que os visitantes veem, e em quais sites.',
    heading: 'Título',
    greeting: 'Saudação',
    greetingHint: 'Aparece antes de o visitante escrever.',
    color: 'Cor',
    domains: 'Sites permitidos',
    domainsHint:
      'Domínios separados por vírgulas, como example.org, *.example.org. Se ficar vazio, qualquer site pode exibir o chat.',
    ask: 'Perguntar antes do chat',
    askName: 'Nome',
    askEmail: 'E-mail',
    key: 'Chave de identidade',
    keyHint:
      'Com ela, seu servidor assina os ids dos clientes conectados ao seu site, para que ninguém se passe por eles. Não é mostrada de novo depois de salvar.',
    isSet: 'Há uma chave definida; digite outra para substituí-la',
    generate: 'Gerar',
    install: 'Coloque no seu site',
    installHint: 'Copie esta linha em cada página que deve ter o chat, logo antes de </body>.',
    copy: 'Copiar',
    copied: 'Copiado',
    shown: (where: string, when: string) => `Visto por último em ${where}, ${when}`,
    notShown: 'Nenhum site o exibiu ainda.'
  },
  es: {
    title: 'Chat en su sitio web',
    hint: 'Lo que ven los visitantes, y en qué sitios.',
    heading: 'Título',
    greeting: 'Saludo',
    greetingHint: 'Se muestra antes de que el visitante escriba.',
    color: 'Color',
    domains: 'Sitios permitidos',
    domainsHint:
      'Dominios separados por comas, como example.org, *.example.org. Si queda vacío, cualquier sitio puede mostrar el chat.',
    ask: 'Preguntar antes del chat',
    askName: 'Nombre',
    askEmail: 'Correo electrónico',
    key: 'Clave de identidad',
    keyHint:
      'Con ella su servidor firma los id de los clientes que iniciaron sesión en su sitio, para que nadie se haga pasar por ellos. No se vuelve a mostrar después de guardar.',
    isSet: 'Hay una clave definida; escriba otra para reemplazarla',
    generate: 'Generar',
    install: 'Póngalo en su sitio web',
    installHint: 'Copie esta línea en cada página que deba tener el chat, justo antes de </body>.',
    copy: 'Copiar',
    copied: 'Copiado',
    shown: (where: string, when: string) => `Mostrado por última vez en ${where}, ${when}`,
    notShown: 'Ningún sitio lo ha mostrado todavía.'
  }
})

/** What visitors of a website see. What was left empty is left out by `webchatSettingsOf`. */
export function WebchatSettings<Form extends Pick<ChannelFields, 'settings'>>({
  form
}: {
  form: UseFormReturnType<Form>
}) {
  const t = useMessages()
  const { settings } = form.getValues()
  const change = (changed: Settings) => form.setValues({ settings: { ...settings, ...changed } } as Partial<Form>)
  const text = (name: string) => ({
    ...form.getInputProps(`settings.${name}`),
    value: typeof settings[name] === 'string' ? settings[name] : '',
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value })
  })
  const box = (name: string) => ({
    checked: settings[name] === true,
    onChange: (event: { currentTarget: { checked: boolean } }) => change({ [name]: event.currentTarget.checked })
  })
  return (
    <Section title={t.title} hint={t.hint}>
      <TextInput label={t.heading} maxLength={100} {...text('title')} />
      <Textarea label={t.greeting} description={t.greetingHint} maxLength={1000} autosize {...text('greeting')} />
      <ColorInput
        label={t.color}
        w={220}
        placeholder={STANDARD_COLOR}
        {...form.getInputProps('settings.color')}
        value={typeof settings.color === 'string' ? settings.color : ''}
        onChange={color => change({ color })}
      />
      <TextInput label={t.domains} description={t.domainsHint} placeholder="example.org" {...text('allowedDomains')} />
      <Input.Wrapper label={t.ask} labelElement="div">
        <Group mt="xs">
          <Checkbox label={t.askName} {...box('askName')} />
          <Checkbox label={t.askEmail} {...box('askEmail')} />
        </Group>
      </Input.Wrapper>
      <Group align="flex-end" wrap="nowrap">
        <PasswordInput
          flex={1}
          label={t.key}
          description={t.keyHint}
          autoComplete="off"
          placeholder={typeof settings.identityKey === 'object' ? t.isSet : ''}
          {...text('identityKey')}
        />
        <Button variant="default" onClick={() => change({ identityKey: newKey() })}>
          {t.generate}
        </Button>
      </Group>
    </Section>
  )
}

/** The line for the website, and where it is seen. */
export function WebchatSnippet({ channel: { id } }: { channel: Channel }) {
  const t = useMessages()
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['channel-connection', id],
    queryFn: () => call(getChannelConnection, { params: { id } }),
    refetchOnWindowFocus: true
  })
  if (data?.snippet === undefined) return null
  const { snippet, lastShown } = data
  return (
    <Section title={t.install} hint={t.installHint}>
      <Group wrap="nowrap" align="start">
        <Code block flex={1} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {snippet}
        </Code>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? t.copied : t.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text fz="sm" c="var(--text-soft)" role="status">
        {lastShown ? t.shown(new URL(lastShown.origin).host, format.dateTime(lastShown.at)) : t.notShown}
      </Text>
    </Section>
  )
}

/** What is sent of them: nothing that was left empty. */
export const webchatSettingsOf = (settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== false))

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
