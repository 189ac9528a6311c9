import { z } from 'zod'
import { emailConfig } from './email/index.ts'
import { smsConfig } from './sms/index.ts'

/** The `delivery` slice: one key for each channel. */
export const deliveryConfig = z.strictObject({ email: emailConfig.prefault({}), sms: smsConfig.prefault({}) })

export type DeliveryConfig = z.infer<typeof deliveryConfig>
