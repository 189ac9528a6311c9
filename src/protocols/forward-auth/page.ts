import { escaped, page as pageOf, pagePolicy } from '../page.ts'
import type { Site } from './site.ts'

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

/** Nothing leads on by itself: the site would send the browser straight back to our pages. */
export function turnedBackPage({ application, settings }: Site, destination: string): Page {
  const to = escaped(`${settings.origin}${destination}`)
  return page(
    `Not signed in to ${application.name}`,
    `<p>Nobody was let in. You can close this window, or <a href="${to}">open ${escaped(application.name)} once more</a>.</p>`,
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

function page(title: string, body: string): Page {
  return { html: pageOf(title, body), contentPolicy }
}

/** No script, and forms to where the page came from. */
const contentPolicy = pagePolicy(["form-action 'self'"])
