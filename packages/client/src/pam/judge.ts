import { createClient } from '../client.ts'
import { misused } from '../errors.ts'
import type { PamSettings } from './settings.ts'

export interface Asked {
  /** `auth`: the only thing that a code answers. */
  readonly type: string | undefined
  readonly account: string
  readonly typed: string
}

/** Whether the server accepts what was typed, and as much of it as is asked for here. Throws where it cannot say. */
export async function passes(settings: PamSettings, { type, account, typed }: Asked): Promise<boolean> {
  if (type !== 'auth') throw misused('This belongs into an `auth` line.')
  if (account === '' || typed === '') return false
  const { asks, vouched, assurance, ...options } = settings
  const proof = asks === 'both' ? { passwordAndCode: typed } : { code: typed }
  const verdict = await createClient(options).verify({ account, ...proof, ...(vouched ? { vouched } : {}) })
  return verdict.accepted && verdict.assurance >= assurance
}
