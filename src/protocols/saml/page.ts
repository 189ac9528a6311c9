import { hash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1.5rem; text-align: center }
main { max-width: 28rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { margin: 0 0 1rem }
button { font: inherit; padding: .5rem .75rem; border: 1px solid; border-radius: .5rem }
`

const submitAtOnce = 'document.forms[0].submit()'

/** This style, and nothing else. */
export const contentPolicy = policy(["form-action 'self'"])

/**
 * One script, named by its hash. Browsers hold `form-action` against where an application redirects to after it has
 * taken the form, too, and that only it knows: so the scheme is all that can be said.
 */
export function submittingPolicy(action: string): string {
  return policy([
    `script-src 'sha256-${sha256(submitAtOnce)}'`,
    `form-action https:${action.startsWith('http:') ? ' http:' : ''}`,
  ])
}

function policy(more: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; ')
}

/** Takes what we say to an application: at once, or by a button where the browser runs no script. */
export function submittingPage(action: string, fields: Readonly<Record<string, string | undefined>>): string {
  const inputs = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  return page(
    'One moment',
    `<p>You are on your way to ${escaped(new URL(action).host)}.</p>
<form method="post" action="${escaped(action)}">${inputs.join('')}<button>Continue</button></form>
<script>${submitAtOnce}</script>`,
  )
}

/** Sends the browser on to an address of ours, now with the cookies that it keeps from other sites. */
export function onwardPage(path: string): string {
  return page(
    'One moment',
    `<meta http-equiv="refresh" content="0; url=${escaped(path)}"><p><a href="${escaped(path)}">Continue</a></p>`,
  )
}

export function failurePage(message: string, code: string): string {
  return page(
    'This did not work',
    `<p>${escaped(message)}</p>
<p>Go back to the application and try again. If it happens again, tell its administrator: <strong>${escaped(code)}</strong></p>`,
  )
}

export function signOutPage(): string {
  return page(
    'Sign out?',
    `<p>You will be signed out here, and of the applications that you came to through here.</p>
<form method="post"><button>Sign out</button></form>`,
  )
}

export function signedOutPage(complete: boolean): string {
  return page(
    'You are signed out',
    complete
      ? '<p>You can close this window.</p>'
      : '<p>Not every application could be told. Close the browser to be sure.</p>',
  )
}

/** `body` is markup: whatever comes from elsewhere passes `escaped` first. */
function page(title: string, body: string): string {
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

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64')
}
