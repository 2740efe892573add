/** Puts a file among the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // the download has begun by then
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
