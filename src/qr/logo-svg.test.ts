import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { prepareLogo } from './index.ts'
import { svgLogo } from './readers.fixture.ts'

const forbidden: Readonly<Record<string, string>> = {
  'a script': '<script>alert(1)</script>',
  'an event handler': '<rect width="9" height="9" onload="alert(1)"/>',
  'a foreignObject': '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
  'an image over HTTP': '<image href="http://example.com/a.png" width="9" height="9"/>',
  'an image from a file': '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
  'a nested data URI': '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
  'a reference to another file': '<linearGradient id="a" href="other.svg#a"/>',
  'a use, which could multiply itself': '<g id="a"/><use href="#a"/>',
  'a filter': '<filter id="f"><feImage href="#a"/></filter>',
  'a pattern': '<pattern id="p" width="1" height="1"/>',
  'an animation': '<animate attributeName="x" values="0;1"/>',
  'a link': '<a href="https://example.com"><rect width="9" height="9"/></a>',
  'an embedded frame': '<iframe src="https://example.com"/>',
  'text, which would need our fonts': '<text>ACME</text>',
  'loose text': '<g>ACME</g>',
  'an <svg> within the <svg>': '<svg viewBox="0 0 1 1"/>',
  'an element with a prefix': '<x:script xmlns:x="http://www.w3.org/2000/svg"/>',
  'a foreign namespace': '<g xmlns="http://www.w3.org/1999/xhtml"/>',
  'a style sheet with @import': '<style>@import url(http://example.com/a.css);</style>',
  'a style sheet with an outside reference': '<style>.a{fill:url(http://example.com/a.svg#b)}</style>',
  'a style sheet with escapes': String.raw`<style>.a{fill:\75rl(#b)}</style>`,
  'a style sheet with an unknown property': '<style>.a{background:red}</style>',
  'a style attribute with an outside reference': '<rect style="fill:url(//example.com/a)"/>',
  'a paint from outside': '<rect fill="url(https://example.com/a.svg#b)"/>',
  'an escaped attribute': '<rect fill="&#117;rl(a)"/>',
  'an entity': '<title>&lol;</title>',
  'a CDATA section': '<style><![CDATA[.a{fill:red}]]></style>',
  'a processing instruction': '<?xml-stylesheet href="http://example.com/a.xsl"?>',
  'dashes without number': '<path d="M0 0h9" stroke="red" stroke-dasharray="0.0001"/>',
  'clip paths within clip paths': '<clipPath id="a"><g clip-path="url(#a)"/></clipPath>',
  'too many elements': '<g/>'.repeat(501),
  'elements nested too deep': `${'<g>'.repeat(40)}${'</g>'.repeat(40)}`,
  'a path without end': `<path d="M0 0${'l1 1'.repeat(7000)}"/>`,
}

const malformed: Readonly<Record<string, string>> = {
  'a tag that does not end': '<g',
  'tags that cross': '<g><path></g></path>',
  'an attribute that stands twice': '<g id="a" id="b"/>',
  'an attribute without quotes': '<g id=a/>',
  'a comment within a comment': '<!-- <!-- a -->-- -->',
}

describe('an SVG logo', () => {
  for (const [name, content] of Object.entries(forbidden)) {
    it(`is refused with ${name}`, async () => {
      await assert.rejects(prepareLogo(svgLogo(content)), { code: 'qr.logo-svg-forbidden' })
    })
  }

  for (const [name, content] of Object.entries(malformed)) {
    it(`is refused with ${name}`, async () => {
      await assert.rejects(prepareLogo(svgLogo(content)), { code: 'qr.logo-svg-malformed' })
    })
  }

  it('is refused with a DOCTYPE, so that no entity multiplies itself', async () => {
    const bomb = `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${svgLogo('<title>&b;</title>')}`
    await assert.rejects(prepareLogo(Buffer.from(bomb)), { code: 'qr.logo-svg-forbidden' })
    await assert.rejects(prepareLogo(Buffer.from(`<?xml version="1.0"?>${bomb}`)), {
      code: 'qr.logo-svg-forbidden',
    })
  })

  it('is refused in any encoding but UTF-8', async () => {
    const declared = `<?xml version="1.0" encoding="UTF-7"?>${svgLogo('<g/>')}`
    await assert.rejects(prepareLogo(Buffer.from(declared)), { code: 'qr.logo-svg-forbidden' })
    const bytes = Buffer.concat([svgLogo('<title>'), Buffer.from([0xff]), Buffer.from('</title></svg>')])
    await assert.rejects(prepareLogo(bytes), { code: 'qr.logo-svg-malformed' })
  })

  it('is refused when it claims a giant size', async () => {
    const giant = svgLogo('<g/>', 'width="1000000" height="1000000"')
    await assert.rejects(prepareLogo(giant), { code: 'qr.logo-too-many-pixels' })
    const overflow = svgLogo('<g/>', 'viewBox="0 0 1e999 1"')
    await assert.rejects(prepareLogo(overflow), { code: 'qr.logo-svg-malformed' })
  })

  it('is refused without a size, or another namespace than that of SVG', async () => {
    await assert.rejects(prepareLogo(svgLogo('<g/>', '')), { code: 'qr.logo-svg-malformed' })
    await assert.rejects(prepareLogo(Buffer.from('<svg viewBox="0 0 9 9"/>')), {
      code: 'qr.logo-svg-malformed',
    })
    await assert.rejects(prepareLogo(Buffer.from('<g xmlns="http://www.w3.org/2000/svg"/>')), {
      code: 'qr.logo-svg-malformed',
    })
    await assert.rejects(prepareLogo(Buffer.from('<html/>')), { code: 'qr.logo-svg-forbidden' })
  })

  it('may have what drawing programs write: gradients, clip paths, plain style sheets', async () => {
    const logo = svgLogo(
      `<!-- drawn by hand --><title>ACME &amp; co</title>
      <style type="text/css"> .a, #b{fill:#e03131; stroke:none;} .c{fill:url(#g)} </style>
      <defs><linearGradient id="g"><stop offset="0" style="stop-color:red;stop-opacity:.5"/></linearGradient>
      <linearGradient id="h" xlink:href="#g" gradientTransform="rotate(20)"/>
      <clipPath id="k"><circle r="40" cx="50" cy="50"/></clipPath></defs>
      <g clip-path="url(#k)"><path class="c" d="M0,0 L100,0 100,100z"/><rect id='b' x="5" y="5" width="9" height="9"/></g>`,
      'xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" viewBox="0 0 100 50" xml:space="preserve"',
    )
    const { width, height } = await prepareLogo(
      Buffer.from(`\ufeff<?xml version="1.0" encoding="utf-8"?>\n${logo}`),
    )
    assert.deepEqual([width, height], [512, 256])
  })
})
