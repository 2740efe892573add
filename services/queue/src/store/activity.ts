import { type Collection, storageCall } from '@inbox/storage'
import type { Flow } from '../domain/activity.ts'
import type { RecordedDocument } from './history.ts'

/** What came and went since an instant, by department and time step. */
export interface Activity {
  flows(since: Date, stepMinutes: number): Promise<Flow[]>
}

const MINUTE_MS = 60_000

export const openActivity = (transitions: Collection<RecordedDocument>): Activity => ({
  async flows(since, stepMinutes) {
    const read = (departmentId: string | object, sums: object) =>
      storageCall(() =>
        transitions
          .aggregate<Omit<Flow, 'at' | 'departmentId'> & { _id: { step: number; departmentId: string } }>(
            [
              { $match: { 'fact.on': { $gte: since } } },
              { $group: { _id: { step: stepOf(since, stepMinutes), departmentId }, ...sums } }
            ],
            { hint: 'facts' }
          )
          .toArray()
      )
    const [there, left] = await Promise.all([read('$fact.departmentId', sumsThere), read(departmentLeft, sumsLeft)])
    return [...there, ...left].map(({ _id: { step, departmentId }, ...sums }) => ({
      at: new Date(since.getTime() + step * stepMinutes * MINUTE_MS),
      departmentId,
      ...sums
    }))
  }
})

const stepOf = (since: Date, stepMinutes: number) => ({
  $floor: { $divide: [{ $subtract: ['$fact.on', since] }, stepMinutes * MINUTE_MS] }
})
const count = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } })
const movesDepartment = { $ne: [{ $ifNull: ['$previousDepartmentId', null] }, null] }
const fromElsewhere = { $or: [{ $ne: ['$from', 'queued'] }, movesDepartment] }
const toElsewhere = { $or: [{ $ne: ['$to', 'queued'] }, movesDepartment] }
const waited = { $gte: ['$waitedMs', 0] }

const departmentLeft = { $ifNull: ['$previousDepartmentId', '$fact.departmentId'] }
const sumsThere = {
  arrived: count({ $eq: [{ $ifNull: ['$from', null] }, null] }, { $ne: ['$to', 'ongoing'] }),
  started: count(waited, { $eq: ['$to', 'ongoing'] }),
  closed: count({ $gte: ['$handledMs', 0] }),
  abandoned: count(waited, { $in: ['$to', ['inactive', 'closed']] }, { $ne: ['$actor.kind', 'agent'] }),
  queued: count({ $eq: ['$to', 'queued'] }, fromElsewhere)
}
const sumsLeft = { unqueued: count({ $eq: ['$from', 'queued'] }, toElsewhere) }
