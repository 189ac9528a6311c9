import { z } from 'zod'
import type { Importer } from '../../factor.ts'
import type { TokenData } from '../schema.ts'
import { refuseFile } from './problems.ts'

/**
 * What makers send files in: archives with a password, OpenPGP. They are opened where the file arrives, by the person
 * who holds the password or the private key; neither comes to this server.
 */
export const wrapped: Importer<TokenData> = {
  id: 'wrapped',
  title: 'ZIP, 7z, RAR or OpenPGP (decrypt it first)',
  options: z.unknown(),
  recognises: (file) => wrapperOf(file) !== undefined,
  async read(file) {
    const wrapper = wrapperOf(file) ?? 'wrapped'
    return refuseFile(
      `it is ${wrapper}`,
      'Decrypt it with what its maker gave you, and bring what is inside.',
    )
  },
}

const beginnings: readonly (readonly [string, string])[] = [
  ['a ZIP archive', 'PK\u0003\u0004'],
  ['a 7z archive', '7z\u00bc\u00af'],
  ['a RAR archive', 'Rar!'],
  ['encrypted with OpenPGP', '-----BEGIN PGP MESSAGE'],
]

/** Tags of an encrypted session key, which an encrypted OpenPGP message begins with (RFC 9580 §4.2, §5.1, §5.3). */
const openPgpTags = [0x84, 0x85, 0x8c, 0xc1, 0xc3]

/** By its first bytes. Of those tags one begins a letter of UTF-8, but never with such a byte after it. */
function wrapperOf(file: Uint8Array): string | undefined {
  const [first = 0, second = 0] = file
  const beginning = Buffer.from(file.subarray(0, 32)).toString('latin1')
  const isLetter = second >= 0x80 && second <= 0xbf
  if (openPgpTags.includes(first) && !isLetter) return 'encrypted with OpenPGP'
  return beginnings.find(([, bytes]) => beginning.startsWith(bytes))?.[0]
}
