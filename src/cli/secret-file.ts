import { readSmallFile } from './picture.ts'

const longestSecret = 65_536

/** A secret out of a file: arguments may be read by every user of a machine. */
export function secretIn(file: string): string {
  return Buffer.from(readSmallFile(file, longestSecret)).toString('utf8').trim()
}
