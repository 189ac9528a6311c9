import type { Wishes } from '../../admissions/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { busy } from '../errors.ts'
import type { HostedDeps } from './deps.ts'
import { hostedNotConnected, returnToUnknown } from './errors.ts'
import { type HostedSettings, hostedKind, hostedSettings } from './settings.ts'
import { openHostedWays } from './store.ts'

/** On our own origin: the browser comes here from the application, and again from our pages. */
export const hostedPath = '/hosted/go'

export interface SetOutInput {
  readonly applicationId: Id<'application'>
  readonly returnTo: string
  /** Whose sign-in it has to be, as the application knows them; our pages ask where it is left out. */
  readonly account: string | undefined
  /** The application has judged the first factor itself; its scope was checked by the door (R7). */
  readonly vouched: boolean
  readonly wishes: Wishes
  readonly state: string | undefined
  readonly browser: string | undefined
}

export interface SetOut {
  /** Where to send the browser. */
  readonly url: string
  /** For the application to keep at the browser: the code is worth nothing without it (login CSRF, A-046). */
  readonly browser: string
  readonly expiresAt: number
}

/** An application sends a browser to our pages. Throws `hosted.not-connected` and `hosted.return-unknown`. */
export async function setOut(deps: HostedDeps, input: SetOutInput): Promise<SetOut> {
  const settings = await settingsOf(deps, input.applicationId)
  if (!settings) throw hostedNotConnected()
  if (!settings.returnTo.includes(input.returnTo)) throw returnToUnknown()
  const { token, browser, expiresAt, statement } = openHostedWays(deps).create(input)
  const outcome = await deps.storage.book({ statements: [statement], locks: [input.applicationId] })
  if (outcome === 'refused') throw busy()
  return { url: `${deps.baseUrl}${hostedPath}?way=${token}`, browser, expiresAt }
}

/** Read live, as everything that is set (R3); what cannot be read lets nobody through (G6). */
export async function settingsOf(
  deps: HostedDeps,
  applicationId: Id<'application'>,
): Promise<HostedSettings | undefined> {
  const connected = await deps.doors.find(applicationId, hostedKind.id)
  return connected && hostedSettings.safeParse(connected.settings).data
}
