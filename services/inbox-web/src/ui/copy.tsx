import { ActionIcon, Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { translations } from '../i18n/translations.ts'

const useMessages = translations({
  en: { copy: 'Copy', copied: 'Copied' },
  'pt-BR': { copy: 'Copiar', copied: 'Copiado' },
  es: { copy: 'Copiar', copied: 'Copiado' }
})

/** Copies the text beside it. */
export function CopyIcon({ value }: { value: string }) {
  const t = useMessages()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => {
        const label = copied ? t.copied : `${t.copy}: ${value}`
        return (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={copy}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        )
      }}
    </CopyButton>
  )
}

/** The same as a button with a label. */
export function CopyText({ value }: { value: string }) {
  const t = useMessages()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
          flex="none"
        >
          {copied ? t.copied : t.copy}
        </Button>
      )}
    </CopyButton>
  )
}
