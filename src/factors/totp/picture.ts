import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SallyportError } from '../../kernel/errors.ts'
import type { Logo } from '../../qr/index.ts'
import { mark } from './mark.ts'

/** A key URI as a QR code, drawn here: no other service ever sees the secret (C-13, ASVS 14.2.3). */
export type Painter = (uri: string) => Promise<{ readonly svg: string }>

/**
 * Draws codes with the configured logo in their middle, ours unless told. It is prepared at the first code, and once.
 * A code that its logo would hide from some readers is drawn without it: people must be able to enrol.
 */
export function createPainter(place: {
  readonly logo: string | undefined
  readonly dataFolder: string | undefined
}): Painter {
  let logo: Promise<Logo> | undefined
  return async (uri) => {
    // Drawing is loaded at the first code: most of the time a server only verifies.
    const { qrSvg } = await import('../../qr/index.ts')
    logo ??= loadLogo(place)
    try {
      return { svg: await qrSvg(uri, { logo: await logo }) }
    } catch (error) {
      if (!(error instanceof SallyportError && error.code.startsWith('qr.logo'))) throw error
      return { svg: await qrSvg(uri, {}) }
    }
  }
}

async function loadLogo(place: {
  readonly logo: string | undefined
  readonly dataFolder: string | undefined
}): Promise<Logo> {
  const { prepareLogo } = await import('../../qr/index.ts')
  const file = place.logo === undefined ? undefined : resolve(place.dataFolder ?? '.', place.logo)
  return prepareLogo(file === undefined ? Buffer.from(mark, 'utf8') : await readFile(file))
}
