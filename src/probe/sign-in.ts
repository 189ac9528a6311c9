import { type Cookies, cookieHeaders, withCookies } from './cookies.ts'
import { inputsOf, isOfType } from './inputs.ts'
import { likeness, looksOf } from './likeness.ts'
import type { ProbeSettings } from './settings.ts'
import type { Answer, Asked, Reply, Visitor } from './visitor.ts'

/** The cookies before and after name and password were taken. */
export interface SignIn {
  readonly before: Cookies
  readonly after: Cookies
  /** The lines by which they were set, with their attributes. */
  readonly set: readonly string[]
}

interface Way {
  readonly target: URL
  readonly settings: ProbeSettings
  readonly ask: Visitor
}

/** Opens the sign-in page and gives name and password, once. Undefined where they were not taken. */
export async function signIn(way: Way, cookies: Cookies = new Map()): Promise<SignIn | undefined> {
  const { signIn: form, account } = way.settings
  if (form === undefined || account === undefined) return undefined
  const page = await way.ask({ path: form.page, headers: cookieHeaders(cookies) })
  if ('silent' in page) return undefined
  const before = withCookies(cookies, page.cookies)
  const fields = { ...hiddenFields(page.body), [form.name]: account.name, [form.password]: account.password }
  const answer = await way.ask(
    posted(way.target, form.post ?? form.page, fields, { as: form.form, cookies: before }),
  )
  if (!taken(answer, page, form.page)) return undefined
  return { before, after: withCookies(before, answer.cookies), set: [...page.cookies, ...answer.cookies] }
}

/** A form as a browser sends it, or the same as JSON. */
export function posted(
  target: URL,
  path: string,
  fields: Readonly<Record<string, string>>,
  how: { readonly as: 'form' | 'json'; readonly cookies?: Cookies },
): Asked {
  const json = how.as === 'json'
  return {
    method: 'POST',
    path,
    headers: [
      ['Content-Type', json ? 'application/json' : 'application/x-www-form-urlencoded'],
      ['Accept', json ? 'application/json' : 'text/html'],
      ['Origin', target.origin],
      ['Referer', new URL(path, target).href],
      ...cookieHeaders(how.cookies ?? new Map()),
    ],
    body: json ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
  }
}

/** Whoever is refused is shown the page again, or a status. */
function taken(answer: Reply, page: Answer, path: string): answer is Answer {
  if ('silent' in answer || answer.status >= 400) return false
  if (answer.status >= 300) return !samePath(answer.headers.location, path)
  return likeness(looksOf(answer.body), looksOf(page.body)) < 0.8
}

function samePath(location: string | undefined, path: string): boolean {
  const here = 'http://localhost'
  return URL.parse(location ?? '', here)?.pathname === new URL(path, here).pathname
}

function hiddenFields(body: string): Record<string, string> {
  const hidden = inputsOf(body).filter((input) => isOfType(input, 'hidden'))
  return Object.fromEntries(hidden.map((input) => [attribute(input, 'name'), attribute(input, 'value')]))
}

function attribute(input: string, name: string): string {
  const [, double, single, bare] =
    new RegExp(`\\b${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(input) ?? []
  return (double ?? single ?? bare ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
