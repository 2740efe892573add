import type { Department } from '@inbox/contracts'
import { type Collection, findById, isDuplicateKey, storageCall } from '@inbox/storage'

export type DepartmentDocument = Omit<Department, 'id'> & { _id: string }

/** The queue's copy of the departments. */
export interface Departments {
  get(id: string): Promise<Department | null>
  all(): Promise<Department[]>
  take(department: Department): Promise<boolean>
}

export function openDepartments(collection: Collection<DepartmentDocument>): Departments {
  const find = findById(collection)
  return {
    get: async id => {
      const document = await find(id)
      return document && toDepartment(document)
    },
    all: async () => {
      const documents = await storageCall(() => collection.find({}).toArray())
      return (documents as unknown as DepartmentDocument[]).map(toDepartment)
    },
    take: async ({ id, ...department }) => {
      try {
        await storageCall(() =>
          collection.replaceOne({ _id: id, version: { $lte: department.version } }, department, {
            upsert: true
          })
        )
        return true
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
    }
  }
}

const toDepartment = ({ _id, ...department }: DepartmentDocument): Department => ({ ...department, id: _id })
