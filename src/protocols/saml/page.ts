import { page, pagePolicy, submitting } from '../page.ts'

/** This style, and nothing else. */
export const contentPolicy = pagePolicy(["form-action 'self'"])

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
