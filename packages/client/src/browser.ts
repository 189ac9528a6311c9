/**
 * `fetch` for pages of an application behind the gate: where an answer says that a second factor is missing, or a
 * fresher one, the page goes and brings it, and comes back to where it was. What was asked for is to be asked for anew.
 */
export async function fetchWithSecondFactor(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(input, init)
  const location = await wayOf(response)
  if (location === undefined) return response
  pageHere().assign(location)
  // The page is going: nothing that waits for an answer takes the wrong one for it.
  return new Promise(() => undefined)
}

/** Where a page goes to bring what an answer asks for; undefined where it asks for nothing. */
export async function wayOf(response: Response): Promise<string | undefined> {
  if (response.status !== 401) return undefined
  const { code, location } = await problemOf(response)
  if (code !== 'second-factor.required' && code !== 'step-up.required') return undefined
  const here = pageHere()
  if (!URL.canParse(String(location), here.href)) return undefined
  const url = new URL(String(location), here.href)
  // A program that was talked into another address leads nobody there.
  if (url.origin !== here.origin) return undefined
  url.searchParams.set('to', `${here.pathname}${here.search}`)
  return url.href
}

interface Page {
  readonly href: string
  readonly origin: string
  readonly pathname: string
  readonly search: string
  assign(url: string): void
}

function pageHere(): Page {
  return (globalThis as unknown as { readonly location: Page }).location
}

async function problemOf(
  response: Response,
): Promise<{ readonly code?: unknown; readonly location?: unknown }> {
  try {
    return (await response.clone().json()) ?? {}
  } catch {
    return {}
  }
}
