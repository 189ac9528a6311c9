import { hash } from 'node:crypto'

/*
 * The few pages that doors send by themselves, without a script of ours: a way onward, a form on its way, a sentence.
 * All else is shown by our own pages.
 */

const style = `
:root { color-scheme: light dark; background: Canvas; color: CanvasText; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1.5rem; text-align: center }
main { max-width: 28rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { margin: 0 0 1rem }
form { display: grid; gap: .75rem; margin: 1rem 0 }
input, button { font: inherit; padding: .5rem .75rem; border: 1px solid; border-radius: .5rem }
button { background: none; cursor: pointer }
input { text-align: center; letter-spacing: .15em; text-transform: uppercase }
label { display: grid; gap: .25rem }
code { font-size: 1.5rem; letter-spacing: .15em }
[role=alert] { font-weight: 600 }
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
