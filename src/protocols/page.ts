import { hash } from 'node:crypto'

/*
 * The few pages that doors send by themselves, without a script of ours: a way onward, a form on its way, a sentence.
 * All else is shown by our own pages.
 */

/** In the colours of our own pages, so that nobody takes it for another house. */
const style = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#ffffff, #181d21);
  --line: light-dark(#8d877b, #66717b);
  --accent: light-dark(#0f6b5e, #5cc0ab);
  background: light-dark(#f7f5f1, #101417);
  color: light-dark(#1c2124, #e9ecee);
  font: 1rem/1.5 system-ui, sans-serif;
}
body {
  display: grid; grid-template-columns: minmax(0, 28rem); place-content: center;
  min-height: 90vh; margin: 1.5rem; text-align: center;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance; overflow-wrap: anywhere }
p { margin: 0 0 1rem; text-wrap: pretty; overflow-wrap: anywhere }
a { color: var(--accent) }
form { display: grid; gap: .75rem; margin: 1rem 0 }
input, button {
  box-sizing: border-box;
  min-height: 2.75rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--surface); color: inherit; font: inherit;
}
input { text-align: center; letter-spacing: .15em; text-transform: uppercase }
label { display: grid; gap: .25rem; font-weight: 600 }
button { font-weight: 600; cursor: pointer }
button:only-of-type { border-color: var(--accent); background: var(--accent); color: light-dark(#ffffff, #07201b) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
code { font-size: 1.5rem; letter-spacing: .15em }
[role=alert] { color: light-dark(#a8322a, #f39a90); font-weight: 600 }
`

const submitAtOnce = 'document.forms[0].submit()'

/** What lets a page send its form at once; behind it a button is left for browsers that run no script. */
export const submitting = {
  markup: `<script>${submitAtOnce}</script>`,
  policy: `script-src ${hashSource(submitAtOnce)}`,
} as const

/** A content policy under which this style applies and nothing else happens but what `more` lets. */
export function pagePolicy(more: readonly string[]): string {
  const base = [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return [...base, ...more].join('; ')
}

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

/** Sends the browser on to an address of ours, now with the cookies that it keeps from other sites. */
export function onwardPage(address: string): string {
  const to = escaped(address)
  return page(
    'One moment',
    `<meta http-equiv="refresh" content="0; url=${to}"><p><a href="${to}">Continue</a></p>`,
  )
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function hashSource(text: string): string {
  return `'sha256-${hash('sha256', text, 'base64')}'`
}
