import { z } from 'zod'
import { emailConfig } from './email/index.ts'

/** The `delivery` slice: one key for each channel. */
export const deliveryConfig = z.strictObject({ email: emailConfig.prefault({}) })

export type DeliveryConfig = z.infer<typeof deliveryConfig>
