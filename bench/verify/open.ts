import { type Engine, type EngineOptions, openEngine } from '../../src/engine.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { keyring, masterKey } from '../../src/kernel/keyring.ts'

const key = masterKey(new Uint8Array(32).fill(7))

/** The engine over this database, which is brought up to date first. */
export function openBenchEngine(
  database: string,
  clock: Clock,
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  const keys = keyring([key])
  return openEngine({ database, clock, keys, baseUrl: 'http://localhost', migrate: true, ...options })
}
