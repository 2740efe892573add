import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { mongoConfig, readEnvironment } from '@inbox/runtime'
import { fromBson, openWholeDatabases, type WholeDatabases } from '@inbox/storage'
import { thumbnailKey } from '../../services/media/src/domain/thumbnail-key.ts'
import type { ByteStore } from '../../services/media/src/store/bytes.ts'
import { openFileStore } from './backup/file-store.ts'
import { fileOf, type Manifest, manifestOf, readDocuments, type SavedCollection, savedFileOf } from './backup/format.ts'
import { DATABASES, openDatabases } from './databases.ts'

const USAGE = `Copies everything that must be kept, as of one moment, into a folder. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the databases;
MEDIA_STORE names the files, as for media.

  backup <folder> [--without-files] [--stopped]   services may keep running. --stopped: all services are stopped; required for databases
                                                  that cannot be read as of one moment
`

/** Saves a system for an operator; resolves with the exit code. */
export async function backupCommand(args: string[]): Promise<number> {
  const options = {
    'without-files': { type: 'boolean', default: false },
    stopped: { type: 'boolean', default: false }
  } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const [folder, ...others] = positionals
  if (!folder || others.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  const { MONGODB_URL: url, MONGODB_DATABASE_PREFIX: prefix } = readEnvironment(mongoConfig)
  const bytes = values['without-files'] ? undefined : await openFileStore()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`)
  await using databases = await openWholeDatabases(url)
  const names = await databases.existing(DATABASES.map(name => `${prefix}_${name}`))
  if (names.length === 0)
    throw new Error(`there is no database ${prefix}_${DATABASES[0]}, nor any other of this system`)
  const at = await timeOf()
  const atOneMoment = await databases.readsOneMoment(names[0]!)
  if (!atOneMoment && !values.stopped)
    throw new Error('this database cannot be read as of one moment: stop all services and pass --stopped')
  const collections = await saveCollections(databases, names, { prefix, folder })
  const files = bytes && (await saveFiles(bytes, folder, collections))
  const moment = atOneMoment ? 'snapshot' : 'stopped'
  const manifest: Manifest = { format: 1, at, moment, collections, ...(files && { files: files.saved }) }
  await writeFile(manifestOf(folder), JSON.stringify(manifest, undefined, 2), { mode: 0o600, flush: true })
  const documents = collections.reduce((sum, each) => sum + each.documents, 0)
  const told = files && { files: files.saved.length, ...(files.gone > 0 && { removedMeanwhile: files.gone }) }
  process.stdout.write(`${JSON.stringify({ at, moment, collections: collections.length, documents, ...told })}\n`)
  return 0
}

async function timeOf(): Promise<string> {
  await using databases = openDatabases()
  return (await (await databases.get('queue')).serverTime()).toISOString()
}

async function saveCollections(
  databases: WholeDatabases,
  names: string[],
  { prefix, folder }: { prefix: string; folder: string }
): Promise<SavedCollection[]> {
  const saved: SavedCollection[] = []
  for (const full of names)
    for (const name of await databases.collections(full)) {
      const where = { database: full.slice(prefix.length + 1), name }
      const written = await writeDocuments(fileOf(folder, where), databases.read(full, name))
      saved.push({ ...where, ...written, indexes: await databases.indexes(full, name) })
    }
  return saved
}

async function writeDocuments(file: string, documents: AsyncIterable<Uint8Array>) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const sum = createHash('sha256')
  let count = 0
  async function* counted() {
    for await (const document of documents) {
      sum.update(document)
      count += 1
      yield document
    }
  }
  await pipeline(Readable.from(counted()), createGzip(), createWriteStream(file, { mode: 0o600, flush: true }))
  return { documents: count, sha256: sum.digest('hex') }
}

/** Runs after saving documents, as a file exists before a message names it. What was removed meanwhile is `gone`. */
async function saveFiles(bytes: ByteStore, folder: string, collections: SavedCollection[]) {
  const saved: NonNullable<Manifest['files']> = []
  let gone = 0
  await mkdir(savedFileOf(folder, ''), { recursive: true, mode: 0o700 })
  const save = async (id: string, sha256?: string) => {
    const from = await bytes.read(id).catch(() => undefined)
    if (!from) {
      gone += 1
      return
    }
    await pipeline(from, createWriteStream(savedFileOf(folder, id), { mode: 0o600, flush: true }))
    saved.push({ id, ...(sha256 !== undefined && { sha256 }) })
  }
  for (const collection of collections.filter(({ database, name }) => database === 'media' && name === 'media'))
    for await (const document of readDocuments(folder, collection)) {
      const { _id: id, facts } = fromBson(document)
      if (!facts) continue
      await save(id, facts.sha256)
      if (facts.width !== undefined) await save(thumbnailKey(id))
    }
  return { saved, gone }
}
