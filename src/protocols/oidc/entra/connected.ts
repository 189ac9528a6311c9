import type { Application } from '../../../applications/index.ts'
import { isId } from '../../../kernel/ids.ts'
import type { DoorDeps } from '../../protocol.ts'
import { door, type EntraSettings, entraSettings } from './settings.ts'

/** A tenant that has us as external method, as it is set now (R3). */
export interface Connected {
  readonly application: Application
  readonly settings: EntraSettings
}

/** By our name for it; undefined where nobody is connected by that, or the settings cannot be read (G6). */
export async function findConnected(
  { doors }: Pick<DoorDeps, 'doors'>,
  clientId: string | undefined,
): Promise<Connected | undefined> {
  if (clientId === undefined || !isId<'application'>(clientId)) return undefined
  const found = await doors.find(clientId, door)
  const settings = entraSettings.safeParse(found?.settings)
  return found && settings.success ? { application: found.application, settings: settings.data } : undefined
}
