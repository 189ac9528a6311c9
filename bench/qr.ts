import QRCode from 'qrcode'
import sharp from 'sharp'
import { toGrey } from '../src/qr/grey.ts'
import { type Logo, prepareLogo, qrPng, qrSvg, qrTerminal } from '../src/qr/index.ts'
import { rasteriseLogo } from '../src/qr/logo-raster.ts'
import { paint } from '../src/qr/paint.ts'
import { layOut } from '../src/qr/picture.ts'
import { encodePng } from '../src/qr/png-encoder.ts'
import { checkReadable } from '../src/qr/scan.ts'
import type { Bench, BenchOptions, Measure } from './kit/bench.ts'
import { medianRate, medianRatio, type RaceResult } from './kit/race.ts'

type Contestant = () => Promise<unknown>

const target = 10
const logoFile = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="20" fill="#1971c2"/><circle cx="50" cy="50" r="28" fill="#fff"/></svg>',
)
const checked = 'PNG with logo, read back'
const unchecked = 'PNG with logo, not read back'
const rival = 'qrcode + sharp, not read back'

/** A key URI with another secret each time, as enrolment draws it; the logo is prepared once on both sides. */
export const bench: Bench = {
  name: 'qr',
  async *run(options) {
    const logo = await prepareLogo(logoFile)
    const result = await race(await contestants(logo), options)
    for (const name of result.keys()) yield figure(result, name)
  },
}

function figure(result: RaceResult, name: string): Measure {
  const isCompared = name === checked || name === unchecked
  const ratio = isCompared ? medianRatio(result, name, rival) : null
  return {
    bench: 'qr',
    measure: name,
    value: medianRate(result, name),
    unit: 'pictures/s of CPU',
    against: isCompared ? rival : null,
    ratio,
    target: name === checked ? `at least ${target} × ${rival}` : null,
    met: name === checked && ratio !== null ? ratio >= target : null,
  }
}

async function contestants(logo: Logo): Promise<Readonly<Record<string, Contestant>>> {
  const rivalLogo = await sharp(logoFile).resize(116, 116).png().toBuffer()
  const png = await readBackAlone(logo)
  return {
    [checked]: () => qrPng(nextUri(), { logo }),
    [unchecked]: () => drawOnly(nextUri(), logo),
    'reading back alone': png,
    'PNG without logo, read back': () => qrPng(nextUri()),
    'SVG with logo, rendered and read back': () => qrSvg(nextUri(), { logo }),
    'terminal, read back': () => qrTerminal(nextUri()),
    [rival]: () => drawWithRivals(nextUri(), rivalLogo),
  }
}

async function drawOnly(text: string, logo: Logo): Promise<Uint8Array> {
  for (const picture of layOut(text, { logo })) {
    const raster = await rasteriseLogo(logo, { width: 116, height: 116 }, picture.colours.panel)
    return encodePng(paint(picture, raster))
  }
  throw new Error('There is no layout.')
}

async function readBackAlone(logo: Logo): Promise<Contestant> {
  const text = nextUri()
  for (const picture of layOut(text, { logo })) {
    const raster = await rasteriseLogo(logo, { width: 116, height: 116 }, picture.colours.panel)
    const shown = toGrey(paint(picture, raster), 2)
    return () => checkReadable(shown, text)
  }
  throw new Error('There is no layout.')
}

/** The same picture by the usual recipe: 8 pixels a module, level H, logo in the middle. */
async function drawWithRivals(text: string, logo: Buffer): Promise<Buffer> {
  const code = await QRCode.toBuffer(text, { errorCorrectionLevel: 'H', scale: 8, margin: 4 })
  return sharp(code)
    .composite([{ input: logo, gravity: 'centre' }])
    .png()
    .toBuffer()
}

let count = 0
function nextUri(): string {
  const secret = (32 ** 6 + count++)
    .toString(32)
    .toUpperCase()
    .replaceAll(/[01890]/g, 'A')
    .padStart(32, 'JBSWY3DP')
  return `otpauth://totp/ACME%20Corp:alice@example.com?secret=${secret}&issuer=ACME%20Corp&algorithm=SHA1&digits=6&period=30`
}

/** In turns, so that a slow moment of the machine meets all; the first round warms up. */
async function race(
  calls: Readonly<Record<string, Contestant>>,
  { quick }: BenchOptions,
): Promise<RaceResult> {
  const rounds = quick ? 5 : 15
  const result = new Map<string, number[]>(Object.keys(calls).map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const rate = await callsPerSecond(call, round === 0 ? 1500 : 300)
      if (round > 0) result.get(name)?.push(rate)
    }
  }
  return result
}

/** By the processor time of all threads: what a server can do, whoever else is busy on the machine. */
async function callsPerSecond(call: Contestant, milliseconds: number): Promise<number> {
  const start = process.cpuUsage()
  let calls = 0
  let elapsed = 0
  do {
    await call()
    calls++
    const { user, system } = process.cpuUsage(start)
    elapsed = (user + system) / 1000
  } while (elapsed < milliseconds)
  return (calls * 1000) / elapsed
}
