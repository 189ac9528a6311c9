import { hash } from 'node:crypto'

/** For browsers that do not ask for a certificate behind a page: opened as a page, they do. The nonce is in the fragment. */
const script = `
const says = (id) => { for (const one of document.querySelectorAll('[data-state]')) one.hidden = one.id !== id }
const nonce = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
fetch(location.pathname, { method: 'POST', body: new URLSearchParams({ nonce }), referrerPolicy: 'origin' })
  .then((response) => says(response.ok ? 'done' : 'none'), () => says('none'))
`

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1.5rem; text-align: center }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { max-width: 28rem; margin: 0 }
`

/** A page of two sentences; it knows no words of the other pages, for it shares no script with them. */
export const certificatePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Certificate</title>
<style>${style}</style>
<main aria-live="polite">
<section data-state id="wait"><h1>One moment</h1><p>Choose your certificate when the browser asks, and enter the PIN of your card.</p></section>
<section data-state id="done" hidden><h1>Your card was read</h1><p>Close this window, and continue where you came from.</p></section>
<section data-state id="none" hidden><h1>No certificate arrived</h1><p>Is the card in the reader? If you were not asked for one, close all windows of this browser and begin again: it remembers the answer it was given before.</p></section>
</main>
<script>${script}</script>
</html>
`

/** Only this script and this style run, and they talk to this origin alone. */
export const contentPolicy = [
  "default-src 'none'",
  `script-src 'sha256-${sha256(script)}'`,
  `style-src 'sha256-${sha256(style)}'`,
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function sha256(text: string): string {
  return hash('sha256', text, 'base64')
}
