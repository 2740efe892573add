import { ok, type Rejection, type Result, reject } from '@inbox/kernel'

/** How many days ended conversations are kept: in one department, or where a department has no period of its own. */
export interface RetentionPeriod {
  days: number
  departmentId?: string
}

const PART = /^(?:(?<departmentId>[\w-]+)=)?(?<days>[1-9]\d{0,5})$/

/**
 * `730` for all departments, `<id>=90` for one, separated by commas. A department's period must be shorter than the
 * general one, so whatever exceeds the latter goes without a look at its department.
 */
export function retentionPeriodsOf(text: string): Result<RetentionPeriod[], Rejection> {
  const periods: RetentionPeriod[] = []
  for (const part of text.split(',').map(each => each.trim())) {
    const { departmentId, days } = PART.exec(part)?.groups ?? {}
    if (days === undefined) return reject('malformed', `"${part}" is neither a number of days nor <department>=<days>`)
    if (periods.some(known => known.departmentId === departmentId))
      return reject('malformed', `has two periods for ${departmentId ?? 'all departments'}`)
    periods.push({ days: Number(days), ...(departmentId !== undefined && { departmentId }) })
  }
  const longest = periods.find(({ departmentId }) => departmentId === undefined)?.days ?? Infinity
  const longer = periods.find(({ departmentId, days }) => departmentId !== undefined && days >= longest)
  if (longer)
    return reject(
      'malformed',
      `a department's period must be shorter than the general one: that of ${longer.departmentId} is not`
    )
  return ok(periods)
}
