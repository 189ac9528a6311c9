import { z } from 'zod'

const place = z
  .string()
  .regex(/^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/, 'must be a host with its port, such as n8n:5678')

/** Where events may be posted to beside https addresses outside this machine. */
export const webhookConfig = z.strictObject({
  reach: z
    .array(place)
    .default([])
    .describe(
      'Hosts with their ports that webhooks and streams of security events may reach wherever they are, also without TLS: n8n:5678.',
    ),
})
