import { hash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1.5rem; text-align: center }
main { max-width: 28rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { margin: 0 0 1rem }
button { font: inherit; padding: .5rem 1.25rem; border: 1px solid; border-radius: .5rem; background: none; cursor: pointer }
`

export interface Page {
  readonly html: string
  readonly contentPolicy: string
}

export function deniedPage(site: string): Page {
  return page(
    'This is not for you',
    `<p>You are signed in, and ${escaped(site)} is not open for your account. Ask whoever administers it.</p>`,
  )
}

export function wayOverPage(sentence: string): Page {
  return page('This way in is over', `<p>${escaped(sentence)}</p>`)
}

export function signedOutPage(site: string): Page {
  return page('You are signed out', `<p>${escaped(site)} does not know you any more in this browser.</p>`)
}

/** A link of somebody else's may lead here: nobody is signed out before they say so. */
export function signOutPage(site: string, action: string): Page {
  const button = `<form method="post" action="${escaped(action)}"><button>Sign out</button></form>`
  return page(`Sign out of ${site}?`, button)
}

/** `body` is markup: whatever comes from elsewhere passes `escaped` first. */
function page(title: string, body: string): Page {
  const html = `<!doctype html>
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
  return { html, contentPolicy }
}

/** This style, no script, and forms to where the page came from. */
const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
