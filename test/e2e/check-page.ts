import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
] as const
/** A scheme changes colours and nothing else: in the dark these are asked again. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** Passes axe in light and dark, on a desk and on a telephone, and never scrolls sideways. */
export async function checkPage(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 }
  await page.evaluate(axe)
  for (const { width, colorScheme } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: size.height })
    await settled(page)
    const rules = colorScheme === 'dark' ? { runOnly: colourRules } : {}
    assert.deepEqual(await violationsIn(page, rules), [], `${name}, ${width} px, ${colorScheme}`)
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    assert.ok(overflow <= 0, `${name}, ${width} px: ${overflow} px too wide`)
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await page.setViewportSize(size)
}

/**
 * Nothing has moved for four frames, and transitions are over. Two are too few: what opens is laid out in the first,
 * told to move in the second, and may begin to in the third.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    for (let still = 0; still < 4; still++) {
      await frame()
      const moving = document.getAnimations().filter(({ playState }) => playState !== 'finished')
      if (moving.length > 0) still = -1
      await Promise.allSettled(moving.map((animation) => animation.finished))
    }
  })()`)
}

async function violationsIn(page: Page, rules: RunOptions): Promise<readonly string[]> {
  const options = JSON.stringify({ ...rules, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}

/** Where a browser keeps what outlives a page: both storages, the address, the history. */
export async function keptBy(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const { entries } = await session.send('Page.getNavigationHistory')
  await session.detach()
  const kept = await page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state, document.cookie])',
  )
  return `${kept} ${entries.map(({ url, title }) => `${url} ${title}`).join(' ')}`
}
