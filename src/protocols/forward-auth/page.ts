import { escaped, page as pageOf, pagePolicy } from '../page.ts'

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

function page(title: string, body: string): Page {
  return { html: pageOf(title, body), contentPolicy }
}

/** No script, and forms to where the page came from. */
const contentPolicy = pagePolicy(["form-action 'self'"])
