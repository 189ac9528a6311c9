import { escaped, page, pagePolicy, submitting } from './page.ts'

/**
 * One script, named by its hash. Browsers hold `form-action` against where an application redirects to after it has
 * taken the form, too, and that only it knows: so the scheme is all that can be said.
 */
export function submittingPolicy(action: string): string {
  return pagePolicy([submitting.policy, `form-action https:${action.startsWith('http:') ? ' http:' : ''}`])
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
${submitting.markup}`,
  )
}

export function failurePage(message: string, code: string): string {
  return page(
    'This did not work',
    `<p>${escaped(message)}</p>
<p>Go back to the application and try again. If it happens again, tell its administrator: <strong>${escaped(code)}</strong></p>`,
  )
}
