import { z } from 'zod'
import { plainAddress } from '../../browser-address.ts'

const longestText = 200
const streamId = z.string().max(64)

const receiverAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((text) => plainAddress(text) !== undefined, 'must not carry a name, a password or a fragment')

/** As it goes into a header (RFC 9110 §5.5). */
const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]{0,4094}[\x21-\x7e])?$/, 'must be what a header can carry')

const delivery = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('urn:ietf:rfc:8935'),
    endpoint_url: receiverAddress,
    authorization_header: headerValue.nullish(),
  }),
  z.object({ method: z.literal('urn:ietf:rfc:8936'), endpoint_url: z.string().optional() }),
])
export type AskedDelivery = z.infer<typeof delivery>

/** Members that we do not know are passed over, as are events (SSF 1.0 §8.1.1). */
const settings = {
  delivery: delivery.optional(),
  events_requested: z.array(z.string().max(500)).min(1).max(100).optional(),
  description: z
    .string()
    .transform((text) => text.slice(0, longestText))
    .optional(),
}

export const newStream = z.object(settings)

export const changedStream = z.looseObject({ stream_id: streamId, ...settings })

export const query = z.object({ stream_id: streamId.optional() })

export const newStatus = z.object({
  stream_id: streamId,
  status: z.enum(['enabled', 'paused', 'disabled']),
  reason: z
    .string()
    .transform((text) => text.slice(0, longestText))
    .optional(),
})

export const askedSubject = z.object({
  stream_id: streamId,
  subject: z.looseObject({ format: z.string().max(50) }),
  verified: z.boolean().optional(),
})

export const named = z.object({ format: z.literal('iss_sub'), iss: z.string(), sub: z.string() })

export const askedVerification = z.object({ stream_id: streamId, state: z.string().max(1000).optional() })

export const mostSets = 100
const jti = z.string().max(200)

/** RFC 8936 §2.4. */
export const askedSets = z.object({
  maxEvents: z.number().int().min(0).optional(),
  returnImmediately: z.boolean().default(false),
  ack: z.array(jti).max(1000).default([]),
  setErrs: z
    .record(jti, z.object({ err: z.string().max(100).optional(), description: z.string().optional() }))
    .default({}),
})
export type AskedSets = z.infer<typeof askedSets>
