import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright-core'

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

/**
 * Starts a headless Chromium: Debian's where it is installed, else the one inside an npm package. That is unpacked by
 * whoever needs it first; all others wait until it is whole.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await chromiumPath()
  for (let left = tries; ; left--) {
    try {
      return await chromium.launch({ executablePath, args, headless: true })
    } catch (error) {
      if (left === 0 || !(error instanceof Error && error.message.includes('ETXTBSY'))) throw error
      await setTimeout(pause)
    }
  }
}

async function chromiumPath(): Promise<string> {
  if (existsSync(debianChromium)) return debianChromium
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } catch (cause) {
    throw new Error('No Chromium: install it from Debian (apt-get install chromium) or run npm ci.', {
      cause,
    })
  }
}
