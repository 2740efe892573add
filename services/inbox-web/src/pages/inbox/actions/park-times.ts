export type ParkTime = 'hour' | 'afternoon' | 'tomorrow'

const HOUR_MS = 3_600_000
const AFTERNOON = 14
const MORNING = 9

/** The usual times to park until, in the viewer's time zone; those less than an hour away are left out. */
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

/** As the browser's date and time field writes it, without a time zone. */
export function localValueOf(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`
}
