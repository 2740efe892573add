import type { ChannelKind, settingFields } from '@inbox/contracts'
import { useApiWords } from './api-words.ts'
import { useEmailWords } from './email-words.ts'
import { useWebchatWords } from './webchat-words.ts'
import { useWhatsappWords } from './whatsapp-words.ts'

type Fields<Kind extends ChannelKind> = (typeof settingFields)[Kind]
type Group<Kind extends ChannelKind> = Fields<Kind>[keyof Fields<Kind>] extends { group: infer Name extends string }
  ? Name
  : never

export interface FieldWords {
  label: string
  help?: string
  /** Where newcomers find it at the provider. */
  where?: string
}

/** The names of a kind's settings and of their groups. */
export interface KindWords<Kind extends ChannelKind> {
  groups: Record<Group<Kind>, { title: string; hint: string }>
  fields: Record<keyof Fields<Kind>, FieldWords>
}

/** A setting without words does not compile. */
export function useKindWords(): { [Kind in ChannelKind]: KindWords<Kind> } {
  return { whatsapp: useWhatsappWords(), webchat: useWebchatWords(), email: useEmailWords(), api: useApiWords() }
}
