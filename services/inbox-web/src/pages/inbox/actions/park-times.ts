export type ParkTime = 'hour' | 'afternoon' | 'tomorrow'

const HOUR_MS = 3_600_000
const AFTERNOON = 14
const MORNING = 9

/** The times until which one mostly parks, in the time zone of whoever looks; what is nearer than an hour is left out. */
export function parkTimes(now: Date): [ParkTime, Date][] {
  const inAnHour = new Date(now.getTime() + HOUR_MS)
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const times: [ParkTime, Date][] = [
    ['hour', inAnHour],
    ['afternoon', at(0, AFTERNOON)],
    ['tomorrow', at(1, MORNING)]
  ]
  return times.filter(([, time]) => time >= inAnHour)
}

/** As a field of the browser for a day and a time writes it, which knows no time zones. */
export function localValueOf(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`
}
