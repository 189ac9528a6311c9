import { z } from 'zod'

const hexKey = z
  .string()
  .overwrite((text) => text.replace(/\s/g, ''))
  .regex(/^([0-9a-fA-F]{32}|[0-9a-fA-F]{48}|[0-9a-fA-F]{64})$/, 'is not 16, 24 or 32 bytes in hexadecimal')

/** What its maker sent apart from the file, by another way. */
export const pskcOptions = z
  .strictObject({
    key: hexKey.optional().describe('The pre-shared key, in hexadecimal.'),
    passphrase: z.string().min(1).max(1024).optional().describe('The passphrase.'),
    ignoreSignature: z
      .boolean()
      .optional()
      .describe('Takes a signed file, although its signature is not checked here.'),
  })
  .optional()

export type PskcOptions = NonNullable<z.infer<typeof pskcOptions>>
