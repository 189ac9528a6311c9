import { z } from 'zod'
import { tableOptions } from '../options.ts'

const passphrase = z.string().min(1).max(1024).optional()

/** What opens an archive, and what the table inside does not say. */
export const zipOptions = z
  .strictObject({
    passphrase: passphrase.describe('The passphrase of the archive.'),
    ...tableOptions.unwrap().shape,
  })
  .optional()

/** What opens a message, and what the table inside does not say. */
export const openPgpOptions = z
  .strictObject({
    passphrase: passphrase.describe(
      'The passphrase of the file; with a private key, the passphrase of the key.',
    ),
    privateKey: z
      .string()
      .max(100_000)
      .optional()
      .describe(
        'The private key that it was encrypted to, in armor (-----BEGIN PGP PRIVATE KEY BLOCK-----).',
      ),
    ...tableOptions.unwrap().shape,
  })
  .optional()

/** What opens a wrapper; kept nowhere. */
export interface Opener {
  readonly passphrase?: string | undefined
  readonly privateKey?: string | undefined
}
