/** Saves a file as a browser download. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  // by then the download has started
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
