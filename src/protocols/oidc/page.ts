import { hash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1.5rem; text-align: center }
main { max-width: 28rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
form { display: grid; gap: .75rem; margin: 1rem 0 }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid; border-radius: .5rem }
input { text-align: center; letter-spacing: .15em; text-transform: uppercase }
label { display: grid; gap: .25rem }
code { font-size: 1.5rem; letter-spacing: .15em }
[role=alert] { font-weight: 600 }
`

const submitAtOnce = 'document.forms[0].submit()'

/**
 * What the few pages of this door may do: this style, and of scripts only those that the library or we name by hash.
 * Forms may lead anywhere: one of the ways back to a client is a form.
 */
export const contentPolicy = [
  "default-src 'none'",
  'script-src',
  `style-src 'sha256-${sha256(style)}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const submittingPolicy = contentPolicy.replace(
  'script-src',
  `script-src 'sha256-${sha256(submitAtOnce)}'`,
)

/** `body` is markup: whatever comes from elsewhere passes `escaped` first. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</html>
`
}

/** One that sends its form at once; there is a button for browsers that run no script. */
export function submittingPage(title: string, form: string): string {
  return page(title, `${form}\n<script>${submitAtOnce}</script>`)
}

/** One that sends the browser on to the same address, now with the cookies that it keeps from other sites. */
export function onwardPage(address: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>One moment</title>
<meta http-equiv="refresh" content="0; url=${escaped(address)}">
<p><a href="${escaped(address)}">Continue</a></p></html>
`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64')
}
