import { logoBroken } from './errors.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** What the header promises, before anything is inflated; decoders never exceed it. PNG §11.2.2. */
export function pngSize(file: Uint8Array): Size {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.length < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== ihdr) throw logoBroken()
  return nonEmpty({ width: view.getUint32(16), height: view.getUint32(20) })
}

/** The size in the first frame header, and no more scans than an honest progressive file has. ITU-T T.81 §B.2. */
export function jpegSize(file: Uint8Array): Size {
  let size: Size | undefined
  let scans = 0
  for (const { marker, start } of jpegSegments(file)) {
    if (isFrame(marker)) {
      if (size || start + 7 > file.length) throw logoBroken()
      size = { width: uint16(file, start + 5), height: uint16(file, start + 3) }
    }
    if (marker === startOfScan && ++scans > mostScans) throw logoBroken()
  }
  if (!size || scans === 0) throw logoBroken()
  return nonEmpty(size)
}

const ihdr = 0x49484452
const startOfScan = 0xda
/** Each scan costs a pass over the whole picture; encoders write about ten. */
const mostScans = 32

/** The marker segments; `start` is where the length stands. Compressed data in between is skipped. */
function* jpegSegments(file: Uint8Array): Iterable<{ readonly marker: number; readonly start: number }> {
  let at = 2
  while (at + 4 <= file.length) {
    const found = file.indexOf(0xff, at)
    if (found < 0) return
    const marker = file[found + 1] ?? 0
    at = found + 1
    if (!hasLength(marker)) continue
    yield { marker, start: found + 2 }
    at = found + 2 + Math.max(2, uint16(file, found + 2))
  }
}

/** Not a stuffed zero, a fill byte, a restart, or the start or end of the image. */
function hasLength(marker: number): boolean {
  return marker >= 0xc0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd9)
}

/** SOF0 to SOF15, which share their numbers with DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function uint16(file: Uint8Array, at: number): number {
  return ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0)
}

function nonEmpty(size: Size): Size {
  if (size.width === 0 || size.height === 0) throw logoBroken()
  return size
}
