import type { Finding, Trial } from '../../applications/index.ts'
import type { Outbound } from '../../delivery/index.ts'
import { type Reached, reached, unreached } from '../reach.ts'
import { atSite } from './answer.ts'
import { ruleFor } from './path.ts'
import { goPath } from './routes.ts'
import type { SiteSettings } from './settings.ts'

const guide = 'docs/guide/reverse-proxy.md has it line by line.'
const asPage = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

/** Comes to the site as a stranger would, with nothing, and with a name that he has made up. */
export async function tryOutSite(trial: Trial<SiteSettings>, reach: Outbound): Promise<readonly Finding[]> {
  const { settings } = trial
  const open = ruleFor(settings, '/')?.open === true
  const [stranger, forged, way] = await Promise.all([
    reached(reach, `${settings.origin}/`, { headers: asPage }),
    reached(reach, `${settings.origin}/`, { headers: { ...asPage, ...madeUp(settings) } }),
    reached(reach, `${settings.origin}${atSite}/start?to=%2F`, { headers: asPage }),
  ])
  if (!stranger.response) return [unreached('stranger', stranger.fault)]
  return [
    open ? openFront(settings) : strangerFound(settings, stranger.response),
    ...(open || !forged.response ? [] : [forgedFound(settings, forged.response)]),
    wayFound(trial, way),
    {
      check: 'around',
      outcome: 'unknown',
      says: 'Whether the site can be reached without its proxy cannot be seen from here.',
      remedy: 'Open its own port from another machine: nothing may answer there.',
    },
  ]
}

function madeUp({ headers }: SiteSettings): Record<string, string> {
  return { [headers.user]: 'administrator', [headers.groups]: 'Administrators' }
}

function openFront({ origin }: SiteSettings): Finding {
  const says = `The front page of ${origin} is open for anybody by a rule of yours, so nothing is to be seen there.`
  return { check: 'stranger', outcome: 'unknown', says }
}

function strangerFound(settings: SiteSettings, response: Response): Finding {
  const check = 'stranger'
  const { origin } = settings
  if (isSentToUs(settings, response))
    return { check, outcome: 'good', says: `Whoever opens ${origin} without being known is sent to us.` }
  if (response.status < 400)
    return {
      check,
      outcome: 'bad',
      says: `Whoever opens ${origin} comes in without being asked for anything (${response.status}).`,
      remedy: `The proxy does not ask us about this address. ${guide}`,
    }
  return {
    check,
    outcome: 'bad',
    says: `Strangers get ${response.status} at ${origin}, and nowhere to sign in.`,
    remedy: `The proxy asks and does not send people on, or cannot ask. Its log says which. ${guide}`,
  }
}

function forgedFound(settings: SiteSettings, response: Response): Finding {
  const check = 'forged-name'
  if (response.status >= 300)
    return { check, outcome: 'good', says: 'A name that a stranger has made up opens nothing.' }
  return {
    check,
    outcome: 'bad',
    says: `A stranger who calls himself somebody by the header ${settings.headers.user} comes in.`,
    remedy: `Have the proxy set that header on each request, whatever came with it. ${guide}`,
  }
}

/** What lies below /.sallyport/ is handed on, and with the secret of this site. */
function wayFound({ baseUrl, settings }: Trial<SiteSettings>, { response, fault }: Reached): Finding {
  const check = 'way'
  if (!response) return { check, outcome: 'bad', says: fault.says, remedy: guide }
  const location = response.headers.get('location') ?? ''
  if (location.startsWith(`${baseUrl}${goPath}?`))
    return { check, outcome: 'good', says: `The way from ${settings.origin} to our pages is open.` }
  if (response.headers.get('sallyport-reason') === 'forward-auth.proxy-unknown')
    return {
      check,
      outcome: 'bad',
      says: 'The proxy hands people on to us, but not with a secret of this site.',
      remedy: 'Have it set the header Sallyport-Proxy to the secret; if that is lost, rotate it.',
    }
  return {
    check,
    outcome: 'bad',
    says: `${settings.origin}${atSite}/ does not lead to us (${response.status}).`,
    remedy: `Have the proxy hand on what lies below ${atSite}/. ${guide}`,
  }
}

function isSentToUs({ origin }: SiteSettings, response: Response): boolean {
  const to = URL.parse(response.headers.get('location') ?? '', origin)
  return (
    response.status >= 300 &&
    response.status < 400 &&
    to?.href.startsWith(`${origin}${atSite}/start`) === true
  )
}
