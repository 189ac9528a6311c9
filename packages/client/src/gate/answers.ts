import type { SallyportError } from '../errors.ts'
import type { Outcome } from './visit.ts'

const neverKept = { 'cache-control': 'no-store' }

export function ledTo(location: string): Outcome {
  const headers = { ...neverKept, location, 'referrer-policy': 'no-referrer' }
  // Whatever was sent, what follows is a look at a page.
  return { state: 'answered', status: 303, headers, body: '' }
}

/** For programs: what is missing, and where a page of the application goes to bring it. */
export function asked(code: 'second-factor.required' | 'step-up.required', location: string): Outcome {
  const detail = code === 'step-up.required' ? 'Please confirm that it is you.' : 'A second factor is needed.'
  return {
    state: 'answered',
    status: 401,
    headers: { ...neverKept, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ title: 'Not signed in', status: 401, code, detail, location }),
  }
}

/** The server cannot say, or not now: nobody comes in, and it is said that this is no fault of theirs. */
export function outOfOrder({ code, retryAfter }: SallyportError): Outcome {
  return page(503, 'Nobody can be let in right now', `Please try again in a moment. (${code})`, {
    'retry-after': String(retryAfter ?? 5),
  })
}

export function wayOver(): Outcome {
  return page(403, 'This way in is over', '<a href="/">Sign in once more.</a>')
}

const whyNot = new Map([
  ['denied', 'A rule lets nobody in here now. '],
  ['no-way', 'You have no second factor that can be used here. Ask whoever administers it. '],
])

/** Whoever was sent is back as nobody. Anybody can write such an address: it changes nothing, and leads on by a link only. */
export function turnedBack(because: string | null): Outcome {
  return page(403, 'You are not signed in', `${whyNot.get(because ?? '') ?? ''}<a href="/">Try again</a>`)
}

/** A page of the application asks once more: with the cookies that browsers keep from other sites. */
export function onceMore(target: string): Outcome {
  const to = target.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return page(200, 'One moment', `<meta http-equiv="refresh" content="0; url=${to}">`)
}

function page(
  status: number,
  title: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Outcome {
  return {
    state: 'answered',
    status,
    headers: {
      ...neverKept,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      ...headers,
    },
    body: `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${body}</p>`,
  }
}
