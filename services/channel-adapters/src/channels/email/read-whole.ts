/** All bytes of a stream; undefined if there are more than `most`. */
export async function readWhole(stream: AsyncIterable<unknown>, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Buffer).length
    if (size > most) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks, size)
}
