import type { DoorDeps } from '../../protocol.ts'
import type { Records } from '../records.ts'
import type { MicrosoftKeys } from './microsoft-keys.ts'

/** What this part of the door stands on. */
export interface EntraDeps {
  readonly engine: DoorDeps
  readonly keys: MicrosoftKeys
  readonly records: Records
}
