import { rename, writeFile } from 'node:fs/promises'

/** Writes JSON that only its owner can read; concurrent readers see the old or the new content, never a part. */
export async function writeFileWhole(file: string, value: object): Promise<void> {
  const draft = `${file}.${process.pid}.part`
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, file)
}
