/** A file that Outlook packs into `winmail.dat`. */
export interface Unpacked {
  files: { name: string; content: Buffer }[]
  text: string
}

const SIGNATURE = 0x223e9f78
const [BODY, RENDERING, TITLE, DATA, PROPERTIES] = [0x800c, 0x9002, 0x8010, 0x800f, 0x9005]
const MAX_FILES = 200

/** The files in a TNEF stream ([MS-OXTNEF]); if it is broken, those that are complete. */
export function filesOfTnef(bytes: Buffer): Unpacked {
  const unpacked: Unpacked = { files: [], text: '' }
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return unpacked
  let file: { name: string; content?: Buffer } | undefined
  const close = () => {
    if (file?.content && unpacked.files.length < MAX_FILES)
      unpacked.files.push({ name: file.name || 'file', content: file.content })
  }
  for (const { tag, value } of attributesOf(bytes)) {
    if (tag === RENDERING) {
      close()
      file = { name: '' }
    } else if (tag === BODY) unpacked.text = textOf(value)
    else if (file && tag === TITLE) file.name ||= textOf(value)
    else if (file && tag === DATA) file.content = value
    else if (file && tag === PROPERTIES) file.name = longNameOf(value) || file.name
  }
  close()
  return unpacked
}

/** Each consists of level (1 byte), attribute (4), length (4), value, checksum (2). */
function* attributesOf(bytes: Buffer): Generator<{ tag: number; value: Buffer }> {
  for (let at = 6; at + 9 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 5)
    const end = at + 9 + length
    if (end > bytes.length) return
    yield { tag: bytes.readUInt16LE(at + 1), value: bytes.subarray(at + 9, end) }
    at = end + 2
  }
}

const textOf = (value: Buffer) => value.toString('latin1').replace(/\0+$/, '')

/** PR_ATTACH_LONG_FILENAME among a file's properties, as 8-bit or UTF-16 text. */
function longNameOf(value: Buffer): string {
  for (const [type, encoding] of [
    [0x1f, 'utf16le'],
    [0x1e, 'latin1']
  ] as const) {
    const tag = Buffer.from([type, 0, 0x07, 0x37, 1, 0, 0, 0])
    const at = value.indexOf(tag)
    if (at < 0 || at + 12 > value.length) continue
    const length = value.readUInt32LE(at + 8)
    if (at + 12 + length <= value.length)
      return value
        .subarray(at + 12, at + 12 + length)
        .toString(encoding)
        .replace(/\0+$/, '')
  }
  return ''
}
