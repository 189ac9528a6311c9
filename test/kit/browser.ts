import { existsSync } from 'node:fs'
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

/** Starts a headless Chromium: Debian's where it is installed, else the one inside an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await chromiumPath()
  return chromium.launch({ executablePath, args, headless: true })
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
