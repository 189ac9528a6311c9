import type { CommandDefinition } from './definition.ts'
import { accountCommands } from './table-accounts.ts'
import { applicationCommands } from './table-applications.ts'
import { authenticatorCommands } from './table-authenticators.ts'
import { codeCommands } from './table-codes.ts'
import { coverageCommands } from './table-coverage.ts'
import { directoryCommands } from './table-directories.ts'
import { exceptionCommands } from './table-exceptions.ts'
import { groupCommands } from './table-groups.ts'
import { inventoryCommands } from './table-inventory.ts'
import { policyCommands } from './table-policy.ts'
import { probeCommands } from './table-probe.ts'
import { registrationCommands } from './table-registrations.ts'
import { serviceCommands } from './table-service.ts'
import { simulatorCommands } from './table-simulators.ts'
import { streamCommands } from './table-streams.ts'
import { tokenCommands } from './table-tokens.ts'
import { webhookCommands } from './table-webhooks.ts'

/** Every command, with what it asks of whoever runs it (R10). A command is its file and its entry here. */
export const commands: readonly CommandDefinition[] = [
  ...codeCommands,
  ...accountCommands,
  ...tokenCommands,
  ...authenticatorCommands,
  ...policyCommands,
  ...exceptionCommands,
  ...groupCommands,
  ...directoryCommands,
  ...applicationCommands,
  ...registrationCommands,
  ...webhookCommands,
  ...streamCommands,
  ...inventoryCommands,
  ...coverageCommands,
  ...probeCommands,
  ...serviceCommands,
  ...simulatorCommands,
]
