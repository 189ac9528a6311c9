import { SallyportError } from '../kernel/errors.ts'
import { fileTooLong, fileUnreadable } from './errors.ts'
import { readSmallFile } from './picture.ts'

/** All of standard input as text, up to a number of bytes. Throws `file.too-long`, or where it is not UTF-8. */
export async function readStandardInput(most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > most) throw fileTooLong('standard input', most)
    chunks.push(bytes)
  }
  return decodeText('standard input', Buffer.concat(chunks))
}

/** All of a file as text, or of standard input where it is called `-`. Throws like `readStandardInput`. */
export async function readTextFile(file: string, most: number): Promise<string> {
  if (file === '-') return readStandardInput(most)
  return decodeText(file, readSmallFile(file, most))
}

/** UTF-8 and nothing else. */
export function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw error instanceof SallyportError ? error : fileUnreadable(name, error)
  }
}
