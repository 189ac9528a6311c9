import { createHash } from 'node:crypto'
import { logoUnusable } from './errors.ts'

/** What browsers draw and never run: no SVG, in which there may be a script. */
export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp'

export interface Logo {
  readonly type: LogoType
  readonly bytes: Uint8Array
  /** Of its bytes: another logo has another address. */
  readonly hash: string
}

interface Size {
  readonly width: number
  readonly height: number
}

export const longestLogo = 64 * 1024
/** A small file may unfold into a picture that no browser has room for. */
const mostPixels = 1024

/** A logo by its own first bytes, whatever its name says. Throws `logo.unusable`. */
export function readLogo(bytes: Uint8Array): Logo {
  if (bytes.length > longestLogo) throw logoUnusable('it is larger than 64 KB')
  const file = Buffer.from(bytes)
  const type = typeOf(file)
  if (!type) throw logoUnusable('it is neither PNG nor JPEG nor WebP')
  const size = sizeOf(type, file)
  if (!size || size.width < 1 || size.height < 1) throw logoUnusable('it is damaged')
  if (size.width > mostPixels || size.height > mostPixels)
    throw logoUnusable(`it is larger than ${mostPixels} by ${mostPixels} pixels`)
  return { type, bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16) }
}

function typeOf(file: Buffer): LogoType | undefined {
  if (file.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  if (file.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg'
  const riff = file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP'
  return riff ? 'image/webp' : undefined
}

function sizeOf(type: LogoType, file: Buffer): Size | undefined {
  try {
    if (type === 'image/png') return pngSize(file)
    return type === 'image/jpeg' ? jpegSize(file) : webpSize(file)
  } catch {
    return undefined
  }
}

/** The first chunk says it (PNG, clause 11.2.2). */
function pngSize(file: Buffer): Size | undefined {
  if (file.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
}

/** The start of the frame, behind segments of any kind (ITU-T T.81, B.2.2). */
function jpegSize(file: Buffer): Size | undefined {
  for (let at = 2; at < file.length; ) {
    if (file.readUInt8(at) !== 0xff) return undefined
    const marker = file.readUInt8(at + 1)
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (startsFrame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    at += 2 + file.readUInt16BE(at + 2)
  }
  return undefined
}

/** Of one of three kinds (RFC 9649 §2). */
function webpSize(file: Buffer): Size | undefined {
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = file.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}
