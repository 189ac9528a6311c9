import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { failurePage } from '../answer-page.ts'
import { escaped, page } from '../page.ts'
import { contentPolicy, submittingPage, submittingPolicy } from './page.ts'

/** Something went wrong that cannot be told to the client: the browser must not be sent where nobody has vouched for. */
export function errorPage(
  context: KoaContextWithOIDC,
  { error, error_description: description }: ErrorOut,
): void {
  show(context, failurePage(description ?? 'The application asked for something that we cannot do.', error))
}

/** Asks before anybody is signed out, unless the client has shown for whom it asks (ASVS 10.6.2). */
export function logoutPage(context: KoaContextWithOIDC): void {
  const { oidc } = context
  // Who is to be told follows from the admissions; what the library has noted would tell them twice.
  if (oidc.session) oidc.session.authorizations = {}
  const fields = `${hidden('xsrf', xsrfOf(context))}${hidden('logout', 'yes')}`
  const form = `<form method="post" action="${escaped(oidc.urlFor('end_session_confirm'))}">${fields}<button>Sign out</button></form>`
  const known = oidc.entities.IdTokenHint?.payload.sub === oidc.session?.accountId
  if (known) show(context, submittingPage('Signing out', form), submittingPolicy)
  else
    show(
      context,
      page('Sign out?', `<p>You will be signed out everywhere you came to through here.</p>${form}`),
    )
}

export function loggedOutPage(context: KoaContextWithOIDC): void {
  show(context, page('You are signed out', '<p>You can close this window.</p>'))
}

/** `failure`: what came of the code that was typed before. */
export function deviceCodePage(context: KoaContextWithOIDC, failure: Error | undefined): void {
  const form = `<form method="post" action="${escaped(context.oidc.urlFor('code_verification'))}">${hidden('xsrf', xsrfOf(context))}
<label>Code<input name="user_code" required autofocus autocomplete="off" spellcheck="false"></label>
<button>Continue</button></form>`
  const alert = failure ? `<p role="alert">${escaped(wordsFor(failure))}</p>` : ''
  if (failure && isForgotten(context)) beginAnew(context)
  else show(context, page('Connect a device', `${alert}<p>Type the code that the device shows.</p>${form}`))
}

/** A browser whose form came without the cookie that was given to it: too late, or from another site. */
function isForgotten({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.session !== undefined && oidc.session.exp === undefined
}

function beginAnew(context: KoaContextWithOIDC): void {
  // The library would keep what the form left in it, and cannot where nothing was kept before.
  Object.assign(context.oidc.session ?? {}, { touched: false })
  context.redirect(context.oidc.urlFor('code_verification'))
}

function wordsFor({ name }: Error): string {
  if (name === 'AbortedError') return 'The device was not connected.'
  if (name === 'AlreadyUsedError') return 'This code was used already.'
  if (name === 'ExpiredError') return 'This code has expired. Let the device show a new one.'
  return 'This is not a code that a device is showing now.'
}

const registeredItself =
  'This application registered itself, and no administrator has looked at it. Go on only if you know it.'

/** Whoever sent somebody here with a code may want his own device connected (A-070): so we ask, and say what to look for. */
export function deviceConfirmPage(
  context: KoaContextWithOIDC,
  { name, unseen }: { readonly name: string; readonly unseen: boolean },
  userCode: string,
): void {
  const fields = `${hidden('xsrf', xsrfOf(context))}${hidden('user_code', userCode)}`
  const form = `<form method="post" action="${escaped(context.oidc.urlFor('code_verification'))}">${fields}
<button name="confirm" value="yes">Connect it</button>
<button name="abort" value="yes">Not mine</button></form>`
  show(
    context,
    page(
      `Connect a device to ${name}?`,
      `${unseen ? `<p role="alert">${registeredItself}</p>` : ''}<p><code>${escaped(userCode)}</code></p>
<p>Only if this very code stands on a device that is in front of you. Nobody needs you to do this for them.</p>${form}`,
    ),
  )
}

export function deviceConnectedPage(context: KoaContextWithOIDC): void {
  show(context, page('The device is connected', '<p>You can close this window and go on there.</p>'))
}

function show(context: KoaContextWithOIDC, html: string, policy = contentPolicy): void {
  context.type = 'html'
  context.set('content-security-policy', policy)
  context.body = html
}

function xsrfOf({ oidc }: KoaContextWithOIDC): string {
  return String(oidc.session?.state?.secret ?? '')
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escaped(value)}">`
}
