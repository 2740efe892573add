import type { ParkedUntil } from '@inbox/contracts'
import { useMemo } from 'react'
import { isToday, useFormat } from '../i18n/format.ts'
import { translations } from '../i18n/translations.ts'

const useMessages = translations({
  en: {
    until: (time: string) => `Parked until ${time}`,
    contactWrites: 'Parked until the contact writes'
  },
  'pt-BR': {
    until: time => `Pendente até ${time}`,
    contactWrites: 'Pendente até o contato escrever'
  },
  es: {
    until: time => `Pendiente hasta ${time}`,
    contactWrites: 'Pendiente hasta que el contacto escriba'
  }
})

/** Until when something is parked, in words; `time` alone is short, with the day unless it is today. */
export function useParkedUntilWords() {
  const t = useMessages()
  const format = useFormat()
  return useMemo(() => {
    const time = (instant: string) => (isToday(instant) ? format.time(instant) : format.dateTime(instant))
    return { time, whole: (until: ParkedUntil) => (until === 'contactWrites' ? t.contactWrites : t.until(time(until))) }
  }, [t, format])
}
