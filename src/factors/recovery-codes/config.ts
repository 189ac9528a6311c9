import { z } from 'zod'

/** Nothing to set: ten codes, one use each (decision 9). */
export const recoveryCodesConfig = z.strictObject({})

export type RecoveryCodesConfig = z.infer<typeof recoveryCodesConfig>
