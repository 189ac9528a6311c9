import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What this installation demands, from its configuration; issue by issue this grows into a language of policies. */
export const policyConfig = z.strictObject({
  mfa: z
    .enum(['required', 'offered'])
    .default('required')
    .describe(
      '`required`: everyone needs a second factor. `offered`: only administrators, help desk, and whoever enrolled one.',
    ),
  recovery: z
    .boolean()
    .default(true)
    .describe('Whether a recovery code may replace a lost second factor. It never signs anybody in.'),
})

export type PolicyConfig = z.infer<typeof policyConfig>

export interface Policy extends PolicyConfig {
  /** Changes with every change of what is demanded; completions name the one they were decided under (R3). */
  readonly version: string
}

export function createPolicy(config: PolicyConfig): Policy {
  const text = JSON.stringify([config.mfa, config.recovery])
  return { ...config, version: createHash('sha256').update(text).digest('hex').slice(0, 16) }
}
