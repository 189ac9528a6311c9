import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsqr from 'jsqr'
import { PNG } from 'pngjs'
import decodeQR from 'qr/decode.js'
import sharp from 'sharp'

export const uri =
  'otpauth://totp/ACME%20Corp:alice@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=ACME%20Corp&algorithm=SHA1&digits=6&period=30'

const isAbsent = spawnSync('zbarimg', ['--version']).error !== undefined
/** For tests that need zbar; with CI=true its absence is a failure. */
export const skipWithoutZbar =
  isAbsent && process.env.CI !== 'true' ? 'absent: zbarimg is not on PATH' : (false as const)

/** Two decoders that share no code read a PNG through a third party's inflater. */
export function assertReads(png: Uint8Array, text: string, why = ''): void {
  const { width, height, data } = PNG.sync.read(Buffer.from(png))
  assert.equal(decodeQR({ width, height, data }), text, `qr ${why}`)
  assert.equal(jsqr.default(new Uint8ClampedArray(data), width, height)?.data, text, `jsqr ${why}`)
}

/** Reads many pictures in one process, in their order. */
export function zbarReads(pngs: readonly Uint8Array[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-qr-'))
  try {
    const files = pngs.map((png, i) => {
      const file = join(folder, `${String(i).padStart(3, '0')}.png`)
      writeFileSync(file, png)
      return file
    })
    const { stdout, error } = spawnSync('zbarimg', ['-q', '--raw', '--nodbus', ...files], {
      encoding: 'utf8',
    })
    if (error) throw error
    return stdout.trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As a browser would show it, `side` pixels wide. */
export async function render(svg: string, side: number): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).resize(side, side).png().toBuffer()
}

export function svgLogo(content: string, attributes = 'viewBox="0 0 100 100"'): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`)
}

/** Nothing but noise: what decoders are most easily misled by. */
export function noise(width: number, height: number) {
  const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i * 7919) % 256))
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** Soft and full of colours, as photographs are. */
export function photo(width: number, height: number) {
  return noise(width, height).blur(Math.max(0.3, Math.min(width, height) / 24))
}

/** One colour. */
export function area(width: number, height: number, background: string) {
  return sharp({ create: { width, height, channels: 3, background } })
}

export const plainLogo = svgLogo(
  '<rect width="100" height="100" rx="20" fill="#1971c2"/><circle cx="50" cy="50" r="28" fill="#fff"/>',
)
