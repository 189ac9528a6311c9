import { z } from 'zod'
import type { DoorKind } from '../../applications/index.ts'
import { isLoopback } from '../../kernel/loopback.ts'

const longestAddress = 2000
const mostAddresses = 50

/** Compared letter by letter, so nothing in it may be read in two ways. */
const returnAddress = z
  .string()
  .max(longestAddress)
  .refine(isReturnAddress, 'must be an https address, or http on this machine, without fragment')

export const hostedSettings = z.strictObject({
  returnTo: z
    .array(returnAddress)
    .min(1)
    .max(mostAddresses)
    .describe('Where people come back to from our pages, letter by letter'),
  provides: z
    .boolean()
    .default(false)
    .describe('Whoever it vouches for and nobody knows here yet gets an account, without a password'),
})
export type HostedSettings = z.infer<typeof hostedSettings>

/** An application of one's own, that sends people to our pages and asks us with its API key what came of it. */
export const hostedKind: DoorKind<HostedSettings> = {
  id: 'hosted',
  name: 'Our pages, for your own code',
  settings: hostedSettings,
  // It is known by its API key.
  secret: 'none',
  keyScopes: ['attempts'],
  shows: ({ baseUrl }) => [
    { label: 'Address of this installation', value: baseUrl },
    { label: 'API key with the scope', value: 'attempts' },
  ],
}

function isReturnAddress(text: string): boolean {
  const url = URL.parse(text)
  if (!url || text.includes('#') || text.includes('\\') || url.username !== '' || url.password !== '')
    return false
  if (url.searchParams.has('code') || url.searchParams.has('error')) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname))
}

/** RFC 6761 §6.3: names below `localhost` lead nowhere else. */
function isThisMachine(host: string): boolean {
  return isLoopback(host) || host.endsWith('.localhost')
}
