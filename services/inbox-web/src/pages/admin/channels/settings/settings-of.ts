import { type ChannelFields, type ChannelKind, settingFields } from '@inbox/contracts'

type Settings = ChannelFields['settings']

/** What is sent of the settings that were entered: those that the kind has, and nothing that was left empty. */
export const settingsOf = (kind: ChannelKind, entered: Settings): Settings =>
  Object.fromEntries(Object.entries(entered).filter(([name, value]) => name in settingFields[kind] && value !== ''))
