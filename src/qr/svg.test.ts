import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { prepareLogo, qrSvg } from './index.ts'
import { assertReads, photo, plainLogo, render, skipWithoutZbar, uri, zbarReads } from './readers.fixture.ts'

describe('an SVG', () => {
  it('is read by independent decoders as it is rendered, light and dark, small and large', async () => {
    const logo = await prepareLogo(await photo(120, 60).jpeg().toBuffer())
    for (const theme of ['light', 'dark'] as const) {
      for (const svg of [await qrSvg(uri, { theme }), await qrSvg(uri, { theme, logo })]) {
        for (const side of [240, 555]) assertReads(await render(svg, side), uri, `${theme} ${side}`)
      }
    }
  })

  it('is read by zbar', { skip: skipWithoutZbar }, async () => {
    const logo = await prepareLogo(plainLogo)
    const svgs = [await qrSvg(uri), await qrSvg(uri, { logo }), await qrSvg(uri, { logo, theme: 'dark' })]
    const pngs = await Promise.all(svgs.map((svg) => render(svg, 500)))
    assert.deepEqual(zbarReads(pngs), [uri, uri, uri])
  })

  it('has an accessible name, and markup in it stays text', async () => {
    const svg = await qrSvg(uri, { label: `Key for "<b>Ana</b>" & 'co'` })
    assert.match(svg, /^<svg [^>]*role="img"/)
    const name = 'Key for &#34;&#60;b&#62;Ana&#60;/b&#62;&#34; &#38; &#39;co&#39;'
    assert.ok(svg.includes(`aria-label="${name}"`) && svg.includes(`<title>${name}</title>`))
  })

  it('never carries the text of the code', async () => {
    const svg = await qrSvg(uri)
    assert.ok(!svg.includes('otpauth') && !svg.includes('JBSWY3DP'))
  })

  it('has its width on paper in millimetres', async () => {
    assert.match(await qrSvg(uri, { printWidth: 40 }), /width="40mm" height="40mm"/)
  })

  it('references nothing outside: its logo is pixels in a data URI', async () => {
    const svg = await qrSvg(uri, { logo: await prepareLogo(plainLogo) })
    const references = Array.from(svg.matchAll(/(?:href|src)="([^"]{0,22})/g), ([, start]) => start)
    assert.deepEqual(references, ['data:image/png;base64,'])
    assert.ok(svg.length < 60_000, `${svg.length} bytes`)
  })
})
