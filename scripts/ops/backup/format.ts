import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { IndexOf } from '@inbox/storage'
import { z } from 'zod'

/**
 * A backup is a folder: `<database>/<collection>.bson.gz` (as mongodump writes), `files/<id>` and, last, this manifest.
 */
const manifest = z.strictObject({
  format: z.literal(1),
  /** The time of the backup, by the database's clock. */
  at: z.iso.datetime(),
  /** Why it is consistent: the database was read as of one moment, or an operator said that services were stopped. */
  moment: z.enum(['snapshot', 'stopped']),
  collections: z.array(
    z.strictObject({
      /** Without the installation's prefix. */
      database: z.string().regex(/^\w+$/),
      name: z.string().regex(/^\w+$/),
      documents: z.int().nonnegative(),
      /** The hash of all documents' BSON, in hexadecimal. */
      sha256: z.string(),
      indexes: z.array(z.custom<IndexOf>(value => typeof value === 'object'))
    })
  ),
  /** The files of messages; missing if they were left out. */
  files: z.array(z.strictObject({ id: z.string().regex(/^[\w.-]+$/), sha256: z.string().optional() })).optional()
})
export type Manifest = z.infer<typeof manifest>
export type SavedCollection = Manifest['collections'][number]

export const manifestOf = (folder: string) => join(folder, 'manifest.json')
export const fileOf = (folder: string, { database, name }: Pick<SavedCollection, 'database' | 'name'>) =>
  join(folder, database, `${name}.bson.gz`)
export const savedFileOf = (folder: string, id: string) => join(folder, 'files', id)

/** Throws with the reason unless the folder holds a complete backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(manifestOf(folder), 'utf8').catch(() => {
    throw new Error(`${folder} contains no backup, or an incomplete one: manifest.json is missing`)
  })
  return manifest.parse(JSON.parse(text))
}

/** The documents of a collection in a backup, each as BSON. */
export async function* readDocuments(folder: string, saved: SavedCollection): AsyncIterable<Uint8Array> {
  const unzipped = createReadStream(fileOf(folder, saved)).pipe(createGunzip())
  let rest = Buffer.alloc(0)
  for await (const chunk of unzipped) {
    rest = Buffer.concat([rest, chunk as Buffer])
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const size = rest.readInt32LE(0)
      yield rest.subarray(0, size)
      rest = rest.subarray(size)
    }
  }
  if (rest.length > 0) throw new Error(`${fileOf(folder, saved)} ends in the middle of a document`)
}

/** What has changed since it was written; empty = the backup is intact. */
export async function findDamage(folder: string, { collections, files = [] }: Manifest): Promise<string[]> {
  const damaged: string[] = []
  for (const saved of collections) {
    const sum = createHash('sha256')
    let documents = 0
    try {
      for await (const document of readDocuments(folder, saved)) {
        sum.update(document)
        documents += 1
      }
    } catch (error) {
      damaged.push(`${saved.database}/${saved.name}: ${(error as Error).message}`)
      continue
    }
    if (documents !== saved.documents || sum.digest('hex') !== saved.sha256)
      damaged.push(`${saved.database}/${saved.name}: differs from what was written`)
  }
  for (const { id, sha256 } of files) {
    const sum = createHash('sha256')
    try {
      for await (const chunk of createReadStream(savedFileOf(folder, id))) sum.update(chunk as Buffer)
    } catch (error) {
      damaged.push(`files/${id}: ${(error as Error).message}`)
      continue
    }
    if (sha256 !== undefined && sum.digest('hex') !== sha256) damaged.push(`files/${id}: differs from what was written`)
  }
  return damaged
}
