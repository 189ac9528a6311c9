import { escaped, page, pagePolicy, submitting } from '../page.ts'

/** This style, and nothing else. */
export const contentPolicy = pagePolicy(["form-action 'self'"])

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

/** Asks first where another site has led here; our own pages have asked already (A-060). */
export function signOutPage(asked: boolean): string {
  return page(
    asked ? 'One moment' : 'Sign out?',
    `<p>You will be signed out here, and of the applications that you came to through here.</p>
<form method="post"><button>Sign out</button></form>${asked ? `\n${submitting.markup}` : ''}`,
  )
}

/** The form is ours; where it is led on to, to tell an application, only that one knows. */
export const signOutPolicy = pagePolicy([submitting.policy, "form-action 'self' https: http:"])

export function signedOutPage(complete: boolean): string {
  return page(
    'You are signed out',
    complete
      ? '<p>You can close this window.</p>'
      : '<p>Not every application could be told. Close the browser to be sure.</p>',
  )
}
