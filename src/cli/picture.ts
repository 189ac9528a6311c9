import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { SallyportError } from '../kernel/errors.ts'
import { type Logo, prepareLogo, qrPng, qrSvg, qrTerminal } from '../qr/index.ts'
import { fileExists, fileTooLong, fileUnreadable, fileUnwritable, pictureFormatUnknown } from './errors.ts'

const mostLogoBytes = 1_048_576
const longestFileName = 100

/** A QR code for a terminal: half-block characters, with colours only where a terminal shows them. */
export function terminalPicture(uri: string, colours: boolean): Promise<string> {
  return qrTerminal(uri, { style: colours ? 'colour' : 'dark-terminal' })
}

/** Where a picture goes. A name is not a path: what is made of one is a plain file name. Throws `file.exists`. */
export function placePicture(
  out: string | true,
  names: { readonly account: string; readonly issuer: string },
  force: boolean,
): string {
  const own = `${fileName(names.issuer)}-${fileName(names.account)}.png`
  const named = out === true ? own : isFolder(out) ? join(out, own) : out
  if (!['.png', '.svg'].includes(extname(named).toLowerCase())) throw pictureFormatUnknown(named)
  requireFree(named, force)
  return named
}

/** Throws `file.exists` where something is there already and may not be overwritten. */
export function requireFree(file: string, force: boolean): void {
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (there && !(force && there.isFile())) throw fileExists(file)
}

export async function readLogo(file: string): Promise<Logo> {
  return prepareLogo(readSmallFile(file, mostLogoBytes))
}

export async function writePicture(
  file: string,
  uri: string,
  look: { readonly logo: Logo | undefined; readonly label: string },
): Promise<void> {
  const options = { label: look.label, ...(look.logo ? { logo: look.logo } : {}) }
  const draw = extname(file).toLowerCase() === '.svg' ? qrSvg : qrPng
  writeSecretFile(file, await draw(uri, options))
}

/** Mode 0600 from its first byte on; its folder is made where it is missing, and an older file makes way for it. */
export function writeSecretFile(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(draft, content, { flag: 'wx', mode: 0o600 })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw fileUnwritable(file, error)
  }
}

/** Reads a file of bounded size, and no more than that of what never ends. Throws `file.unreadable` or `file.too-long`. */
export function readSmallFile(file: string, most: number): Uint8Array {
  try {
    const bytes = readUpTo(file, most + 1)
    if (bytes.length > most) throw fileTooLong(file, most)
    return bytes
  } catch (error) {
    throw error instanceof SallyportError ? error : fileUnreadable(file, error)
  }
}

const chunkSize = 65_536

/** Pipes and devices have no size of their own. */
function readUpTo(file: string, most: number): Uint8Array {
  const descriptor = openSync(file, 'r')
  try {
    const chunks: Uint8Array[] = []
    for (let left = most; left > 0; ) {
      const chunk = new Uint8Array(Math.min(left, chunkSize))
      const length = readSync(descriptor, chunk)
      if (length === 0) break
      chunks.push(chunk.subarray(0, length))
      left -= length
    }
    return Buffer.concat(chunks)
  } finally {
    closeSync(descriptor)
  }
}

/** Letters, digits and a few signs of a name; never a dot at the start, never a separator. */
function fileName(name: string): string {
  const safe = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}@._-]+/gu, '_')
    .replace(/^\.+|\.+$/g, '')
  return [...safe].slice(0, longestFileName).join('') || 'code'
}

function isFolder(path: string): boolean {
  return /[/\\]$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
