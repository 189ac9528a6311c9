import { z } from 'zod'

const strings = z.string().min(1)

/**
 * The `delivery.email` slice. Without a host e-mail is unavailable, and says so (R9). The password is best given
 * by the `_FILE` form of its environment variable.
 */
export const emailConfig = z
  .strictObject({
    host: strings
      .optional()
      .describe('The SMTP server that takes our mail. Without it e-mail is unavailable.'),
    port: z.coerce.number().int().min(1).max(65535).optional().describe('587, or 465 where secure is set.'),
    secure: z.stringbool().or(z.boolean()).default(false).describe('TLS from the first byte (RFC 8314 §3).'),
    user: strings.optional().describe('Name for SMTP AUTH.'),
    password: strings.optional().describe('Password for SMTP AUTH.'),
    from: z.email().optional().describe('The address that our mail comes from.'),
  })
  .refine((config) => !config.host || config.from, { path: ['from'], error: 'is needed once host is set' })
  .refine((config) => !config.user === !config.password, {
    path: ['password'],
    error: 'user and password belong together',
  })

export type EmailConfig = z.infer<typeof emailConfig>
