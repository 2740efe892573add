import { type ChannelFields, type ChannelKind, settingFields } from '@inbox/contracts'

type Settings = ChannelFields['settings']

/** The settings to send: of those entered, the ones that the kind has and that were not left empty. */
export const settingsOf = (kind: ChannelKind, entered: Settings): Settings =>
  Object.fromEntries(Object.entries(entered).filter(([name, value]) => name in settingFields[kind] && value !== ''))
