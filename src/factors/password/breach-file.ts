import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { breachFileUnusable } from './errors.ts'

/** Longer than any line: 40 hex digits, a colon, a count and CRLF. */
const longestLine = 64
const linePattern = /^([0-9a-f]{40})(?::(\d+))?\r?$/i

interface Line {
  readonly start: number
  /** Where the next line starts. */
  readonly end: number
  readonly hash: string
  readonly count: number
}

/** Throws `password.breach-file-unusable` unless the file opens and its first line is a SHA-1 hash. */
export function checkBreachFile(path: string): void {
  const window = Buffer.alloc(longestLine)
  let length = 0
  try {
    const file = openSync(path, 'r')
    length = readSync(file, window)
    closeSync(file)
  } catch (cause) {
    throw breachFileUnusable(path, cause)
  }
  const [first = ''] = window.toString('latin1', 0, length).split('\n')
  if (!linePattern.test(first)) throw breachFileUnusable(path)
}

/**
 * How often a hash (upper-case hex) stands in a sorted list; 1 where the list has no counts, 0 where it is absent.
 * Halves the file by bytes: some thirty small reads in the 40 GB of HIBP, none of it kept.
 */
export async function countInFile(path: string, hash: string): Promise<number> {
  await using file = await open(path, 'r')
  let low = 0
  let high = (await file.stat()).size
  // Both always stand at the start of a line, or at the end of the file.
  while (low < high) {
    const line = await lineAt(file, Math.floor((low + high) / 2), path)
    if (line.hash === hash) return line.count
    if (line.hash < hash) low = line.end
    else high = line.start
  }
  return 0
}

/** The line that contains the byte at `position`; its line feed belongs to it. */
async function lineAt(file: FileHandle, position: number, path: string): Promise<Line> {
  const from = Math.max(0, position - longestLine)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * longestLine), 0, 2 * longestLine, from)
  const window = buffer.toString('latin1', 0, bytesRead)
  const at = position - from
  const start = window.lastIndexOf('\n', at - 1) + 1
  const feed = window.indexOf('\n', at)
  const stop = feed === -1 ? window.length : feed
  const [, hash, count] = linePattern.exec(window.slice(start, stop)) ?? []
  if (!hash) throw breachFileUnusable(path)
  return { start: from + start, end: from + stop + 1, hash: hash.toUpperCase(), count: Number(count ?? 1) }
}
