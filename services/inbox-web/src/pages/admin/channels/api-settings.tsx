import type { ChannelFields } from '@inbox/contracts'
import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { Section } from '../../../forms/editor.tsx'
import { translations } from '../../../i18n/translations.ts'

type Settings = ChannelFields['settings']

const SECRET_BYTES = 32

const useMessages = translations({
  en: {
    title: 'Replies',
    hint: 'What agents answer is posted to this address, in order, until it is accepted.',
    url: 'Callback URL',
    urlHint: 'Without one, replies wait. It must be reachable from the internet.',
    secret: 'Signing secret',
    secretHint:
      'Your adapter checks with it that a request is ours (Standard Webhooks). It is not shown again after saving.',
    isSet: 'A secret is set; enter another one to replace it',
    generate: 'Generate'
  },
  'pt-BR': {
    title: 'Respostas',
    hint: 'O que os agentes respondem é enviado para este endereço, em ordem, até ser aceito.',
    url: 'URL de callback',
    urlHint: 'Sem ela, as respostas ficam aguardando. Precisa ser acessível pela internet.',
    secret: 'Segredo de assinatura',
    secretHint:
      'Com ele, seu adaptador confere se a requisição é nossa (Standard Webhooks). Não é mostrado de novo depois de salvar.',
    isSet: 'Há um segredo definido; digite outro para substituí-lo',
    generate: 'Gerar'
  },
  es: {
    title: 'Respuestas',
    hint: 'Lo que responden los agentes se envía a esta dirección, en orden, hasta que se acepte.',
    url: 'URL de callback',
    urlHint: 'Sin ella, las respuestas quedan en espera. Debe ser accesible desde internet.',
    secret: 'Secreto de firma',
    secretHint:
      'Con él, su adaptador comprueba que la solicitud es nuestra (Standard Webhooks). No se vuelve a mostrar después de guardar.',
    isSet: 'Hay un secreto definido; escriba otro para reemplazarlo',
    generate: 'Generar'
  }
})

/** Where replies of a channel of kind `api` go. What was left empty is left out by `apiSettingsOf`. */
export function ApiSettings<Form extends Pick<ChannelFields, 'settings'>>({ form }: { form: UseFormReturnType<Form> }) {
  const t = useMessages()
  const { settings } = form.getValues()
  const change = (changed: Settings) => form.setValues({ settings: { ...settings, ...changed } } as Partial<Form>)
  const isSet = typeof settings.secret === 'object'
  return (
    <Section title={t.title} hint={t.hint}>
      <TextInput
        label={t.url}
        description={t.urlHint}
        type="url"
        placeholder="https://"
        {...form.getInputProps('settings.callbackUrl')}
        value={String(settings.callbackUrl ?? '')}
        onChange={event => change({ callbackUrl: event.currentTarget.value })}
      />
      <Group align="flex-end" wrap="nowrap">
        <PasswordInput
          flex={1}
          label={t.secret}
          description={t.secretHint}
          autoComplete="off"
          placeholder={isSet ? t.isSet : 'whsec_…'}
          {...form.getInputProps('settings.secret')}
          value={typeof settings.secret === 'string' ? settings.secret : ''}
          onChange={event => change({ secret: event.currentTarget.value })}
        />
        <Button variant="default" onClick={() => change({ secret: newSecret() })}>
          {t.generate}
        </Button>
      </Group>
    </Section>
  )
}

/** What is sent of them: nothing that was left empty. */
export const apiSettingsOf = ({ callbackUrl, secret }: Settings): Settings => ({
  ...(callbackUrl && { callbackUrl }),
  ...(secret && { secret })
})

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}
