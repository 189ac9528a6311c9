import { pictureUnreadable } from './errors.ts'
import type { GreyImage } from './grey.ts'

/**
 * Reads a finished picture as a camera would and compares; throws `qr.unreadable` unless the very text comes back.
 * The decoder is loaded on first use.
 */
export async function checkReadable(image: GreyImage, text: string): Promise<void> {
  const { decodeQR } = await import('qr/decode.js')
  if (read(decodeQR, image) !== text) throw pictureUnreadable()
}

type Decode = typeof import('qr/decode.js').decodeQR

/** The luma plane is all that the decoder looks at, so it is given nothing else. */
function read(decode: Decode, image: GreyImage): string | undefined {
  try {
    return decode(image, { format: 'I420' })
  } catch {
    return undefined
  }
}
