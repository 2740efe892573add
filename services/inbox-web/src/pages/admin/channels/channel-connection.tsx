import { type Channel, type ChannelProblem, getChannelConnection, testChannel } from '@inbox/contracts'
import { Alert, Button, Code, Group, List, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { translations } from '../../../i18n/translations.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { type FieldWords, useKindWords } from './settings/kind-words.ts'

const useMessages = translations({
  en: {
    title: 'Connection',
    hint: 'How this channel and its provider reach each other.',
    webhook: 'Webhook address: enter it at the provider.',
    test: 'Test the connection',
    saveFirst: 'Save first: what is tested is what is saved.',
    works: 'It works: the provider accepts these settings.',
    problems: {
      missing: 'is not set.',
      unreachable: 'does not respond.',
      unauthorized: 'is not accepted by the provider.',
      unexpected: 'gave an unexpected response.'
    },
    unknown: 'The provider',
    install: 'Put it on your website',
    installHint: 'Copy this line into every page that should have the chat, just before </body>.',
    shown: (where: string, when: string) => `Last shown on ${where}, ${when}`,
    notShown: 'No website has shown it yet.'
  },
  'pt-BR': {
    title: 'Conexão',
    hint: 'Como este canal e seu provedor se comunicam.',
    webhook: 'Endereço do webhook: informe-o no provedor.',
    test: 'Testar a conexão',
    saveFirst: 'Salve primeiro: o teste usa o que está salvo.',
    works: 'Funciona: o provedor aceita estas configurações.',
    problems: {
      missing: 'não está definido.',
      unreachable: 'ninguém responde nesse endereço.',
      unauthorized: 'não foi aceito pelo provedor.',
      unexpected: 'não responde como deveria.'
    },
    unknown: 'O provedor',
    install: 'Coloque no seu site',
    installHint: 'Copie esta linha em cada página que deve ter o chat, logo antes de </body>.',
    shown: (where: string, when: string) => `Visto por último em ${where}, ${when}`,
    notShown: 'Nenhum site o exibiu ainda.'
  },
  es: {
    title: 'Conexión',
    hint: 'Cómo se comunican este canal y su proveedor.',
    webhook: 'Dirección del webhook: ingrésela en el proveedor.',
    test: 'Probar la conexión',
    saveFirst: 'Guarde primero: se prueba lo que está guardado.',
    works: 'Funciona: el proveedor acepta esta configuración.',
    problems: {
      missing: 'no está definido.',
      unreachable: 'nadie responde en esa dirección.',
      unauthorized: 'no fue aceptado por el proveedor.',
      unexpected: 'no responde como debería.'
    },
    unknown: 'El proveedor',
    install: 'Póngalo en su sitio web',
    installHint: 'Copie esta línea en cada página que deba tener el chat, justo antes de </body>.',
    shown: (where: string, when: string) => `Mostrado por última vez en ${where}, ${when}`,
    notShown: 'Ningún sitio lo ha mostrado todavía.'
  }
})

/** What has to be entered at the provider, and whether the provider accepts what was entered here. */
export function ChannelConnection({ channel: { id, kind }, unsaved }: { channel: Channel; unsaved: boolean }) {
  const t = useMessages()
  const { webhook, testable } = useConnection(id) ?? {}
  if (webhook === undefined && !testable) return null
  return (
    <Section title={t.title} hint={t.hint}>
      {webhook !== undefined && (
        <div>
          <Text fz="sm">{t.webhook}</Text>
          <Copied text={webhook} />
        </div>
      )}
      {testable && <ConnectionTest {...{ id, kind, unsaved }} />}
    </Section>
  )
}

const useConnection = (id: string) =>
  useQuery({
    queryKey: ['channel-connection', id],
    queryFn: () => call(getChannelConnection, { params: { id } }),
    refetchOnWindowFocus: true
  }).data

/** The line for the website, and where to see the result; for kinds that have one. */
export function WebsiteSnippet({ id }: Pick<Channel, 'id'>) {
  const t = useMessages()
  const format = useFormat()
  const { snippet, lastShown } = useConnection(id) ?? {}
  if (snippet === undefined) return null
  return (
    <Section title={t.install} hint={t.installHint}>
      <Copied text={snippet} />
      <Text fz="sm" c="var(--text-soft)" role="status">
        {lastShown ? t.shown(new URL(lastShown.origin).host, format.dateTime(lastShown.at)) : t.notShown}
      </Text>
    </Section>
  )
}

function Copied({ text }: { text: string }) {
  return (
    <Group wrap="nowrap" align="start">
      <Code block flex={1} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
      <CopyText value={text} />
    </Group>
  )
}

function ConnectionTest({ id, kind, unsaved }: Pick<Channel, 'id' | 'kind'> & { unsaved: boolean }) {
  const t = useMessages()
  const words = useFormWords()
  const test = useMutation({ mutationFn: () => call(testChannel, { params: { id } }) })
  return (
    <>
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} />}
          loading={test.isPending}
          disabled={unsaved}
          onClick={() => test.mutate()}
        >
          {t.test}
        </Button>
        {unsaved && <Text fz="sm">{t.saveFirst}</Text>}
      </Group>
      {test.isError && (
        <Alert color="red" icon={<IconAlertTriangle />} role="alert">
          {refusalWords(test.error, words)}
        </Alert>
      )}
      {test.data?.ok && (
        <Alert color="pine" icon={<IconCheck />} role="status">
          {t.works}
        </Alert>
      )}
      {test.data && !test.data.ok && <Problems kind={kind} problems={test.data.problems} />}
    </>
  )
}

function Problems({ kind, problems }: { kind: Channel['kind']; problems: readonly ChannelProblem[] }) {
  const t = useMessages()
  const fields = useKindWords()[kind].fields as Record<string, FieldWords>
  return (
    <Alert color="red" icon={<IconAlertTriangle />} role="alert">
      <List fz="sm">
        {problems.map(({ code, setting = '', detail }) => (
          <List.Item key={`${setting} ${code}`} style={{ overflowWrap: 'anywhere' }}>
            <b>{fields[setting]?.label ?? t.unknown}</b>: {t.problems[code]}
            {detail !== undefined && (
              <>
                {' '}
                <bdi>({detail})</bdi>
              </>
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
