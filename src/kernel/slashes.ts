/** An address without the slashes at its end. Each run of slashes is read once, however long it is. */
export function withoutEndSlashes(address: string): string {
  return address.replace(/(?<!\/)\/+$/, '')
}
