import type { IncomingHttpHeaders } from 'node:http'
import type { Application } from '../../applications/index.ts'
import { isId } from '../../kernel/ids.ts'
import type { DoorDeps } from '../protocol.ts'
import { proxyUnknown, settingsUnreadable } from './errors.ts'
import { forwardAuthKind, type SiteSettings, siteSettings } from './settings.ts'

/** A site as it is set up now. */
export interface Site {
  readonly application: Application
  readonly settings: SiteSettings
}

/** The header by which a proxy shows that it is the site's; visitors never see it. */
const credentialHeader = 'sallyport-proxy'

/**
 * The site whose proxy asks, known by its credential and by nothing that a visitor could send (R4). Throws
 * `forward-auth.proxy-unknown`, the same for a site that is not and for a credential that is wrong.
 */
export async function siteOfProxy(
  deps: Pick<DoorDeps, 'doors'>,
  id: string,
  headers: IncomingHttpHeaders,
): Promise<Site> {
  const credential = headers[credentialHeader]
  if (typeof credential !== 'string' || !isId<'application'>(id)) throw proxyUnknown()
  const [site, known] = await Promise.all([
    siteOf(deps, id),
    deps.doors.secrets.matches(id, forwardAuthKind.id, credential),
  ])
  if (!site || !known) throw proxyUnknown()
  return site
}

/** Undefined where the application is not behind this door, or switched off. Throws where its settings cannot be read. */
export async function siteOf(
  { doors }: Pick<DoorDeps, 'doors'>,
  id: Application['id'],
): Promise<Site | undefined> {
  const connected = await doors.find(id, forwardAuthKind.id)
  if (!connected) return undefined
  const { data } = siteSettings.safeParse(connected.settings)
  if (!data) throw settingsUnreadable()
  return { application: connected.application, settings: data }
}
