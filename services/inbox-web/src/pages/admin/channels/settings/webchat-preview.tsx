import type { ChannelFields } from '@inbox/contracts'
import { type Color, css, filled, PINE, parseColor } from '@inbox/kernel/color'
import { Text } from '@mantine/core'
import { translations } from '../../../../i18n/translations.ts'
import classes from './webchat-preview.module.css'

const useMessages = translations({
  en: {
    preview: 'Preview',
    chat: 'Chat',
    welcome: 'Write to us',
    example: 'Do you ship to Porto?',
    write: 'Write a message',
    darker: 'The colour is made darker, so that the text on it can be read.',
    lighter: 'The colour is made lighter, so that the text on it can be read.'
  },
  'pt-BR': {
    preview: 'Pré-visualização',
    chat: 'Chat',
    welcome: 'Escreva para nós',
    example: 'Vocês entregam no Porto?',
    write: 'Escreva uma mensagem',
    darker: 'A cor é escurecida para que o texto sobre ela possa ser lido.',
    lighter: 'A cor é clareada para que o texto sobre ela possa ser lido.'
  },
  es: {
    preview: 'Vista previa',
    chat: 'Chat',
    welcome: 'Escríbanos',
    example: '¿Hacen envíos a Oporto?',
    write: 'Escriba un mensaje',
    darker: 'El color se oscurece para que el texto sobre él se pueda leer.',
    lighter: 'El color se aclara para que el texto sobre él se pueda leer.'
  }
})

const shown = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
const sum = (color: Color) => color.reduce((one, other) => one + other)

/** The chat as visitors will see it with the settings being entered. */
export function WebchatPreview({ settings }: { settings: ChannelFields['settings'] }) {
  const t = useMessages()
  const color = parseColor(shown(settings.color)) ?? PINE
  const { surface, text } = filled(color)
  const change = sum(surface) - sum(color)
  const paint = { background: css(surface), color: css(text) }
  const greeting = shown(settings.greeting)
  return (
    <figure className={classes.preview} aria-label={t.preview}>
      <div className={classes.chat}>
        <div className={classes.header} style={paint}>
          <strong>{shown(settings.title) ?? t.chat}</strong>
          <span>{t.welcome}</span>
        </div>
        <div className={classes.log}>
          {greeting && <p className={classes.greeting}>{greeting}</p>}
          <p className={classes.own} style={paint}>
            {t.example}
          </p>
        </div>
        <div className={classes.composer}>{t.write}</div>
      </div>
      {change !== 0 && (
        <Text component="figcaption" fz="xs" c="var(--text-soft)" mt={6}>
          {change < 0 ? t.darker : t.lighter}
        </Text>
      )}
    </figure>
  )
}
