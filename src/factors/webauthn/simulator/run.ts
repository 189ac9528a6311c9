import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { invalidInput, SallyportError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Shelf, Typed, Workbench } from '../../simulator.ts'
import { askedOf, type CreationAsked, type RequestAsked } from './asked.ts'
import { keyPairOf } from './key-pair.ts'
import { type Credential, softwareKey } from './software-key.ts'

const options = z.strictObject({
  options: z.string().min(1).default('-'),
  origin: z
    .url('must be an address such as https://login.example.com')
    .transform((url) => new URL(url).origin)
    .optional(),
  passkey: z.boolean().default(false),
  pin: z.boolean().default(true),
})

const keptCredential = z.strictObject({
  id: z.base64url(),
  rpId: z.string(),
  userHandle: z.string(),
  /** PKCS #8, PEM. */
  privateKey: z.string(),
  count: z.int().min(0),
})
const kept = z.strictObject({
  synced: z.boolean(),
  verifiesUser: z.boolean(),
  credentials: z.array(keptCredential),
})
type Kept = z.infer<typeof kept>

/** `sim webauthn`: reads what the site asks, and answers as key and browser would. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { options: file, origin, passkey, pin } = parseWith(options, typed)
  const shelf = workbench.shelf('webauthn', kept)
  if (name === undefined) return showKeys(workbench, shelf)
  const asked = askedOf(await workbench.read(file))
  if (asked.do === 'get' || shelf.has(name)) requireNotNew({ passkey, pin })
  const key = asked.do === 'get' || shelf.has(name) ? shelf.find(name) : newKey(passkey, pin)
  const memory = key.credentials.map(remembered)
  const credential = await answerOf(asked, key, memory, origin)
  shelf.put(name, { ...key, credentials: memory.map(keptOf) })
  workbench.show.result({ credential })
  workbench.show.line(JSON.stringify({ credential }))
}

/** Whether it is copied and checks who holds it is a matter of the key, and not of one answer. */
function requireNotNew({ passkey, pin }: { readonly passkey: boolean; readonly pin: boolean }): void {
  if (passkey || !pin)
    throw invalidInput([
      { path: '--passkey, --no-pin', message: 'These are for keys that are not there yet' },
    ])
}

function newKey(synced: boolean, verifiesUser: boolean): Kept {
  return { synced, verifiesUser, credentials: [] }
}

async function answerOf(
  asked: CreationAsked | RequestAsked,
  { synced, verifiesUser }: Kept,
  memory: Credential[],
  given: string | undefined,
): Promise<unknown> {
  const key = softwareKey({ synced, verifiesUser, transports: [synced ? 'internal' : 'usb'] }, memory)
  try {
    return asked.do === 'create'
      ? await key.create(asked.publicKey, given ?? originOf(asked.publicKey.rp.id))
      : key.get(asked.publicKey, given ?? originOf(asked.publicKey.rpId))
  } catch (error) {
    if (error instanceof DOMException) throw declined(error)
    throw error
  }
}

/** The site itself; on this machine, where a fresh installation listens. */
function originOf(rpId: string): string {
  return rpId === 'localhost' ? 'http://localhost:8080' : `https://${rpId}`
}

function remembered({ id, privateKey, ...rest }: Kept['credentials'][number]): Credential {
  const keyPair = keyPairOf('ES256', createPrivateKey(privateKey))
  return { ...rest, id: new Uint8Array(Buffer.from(id, 'base64url')), keyPair }
}

function keptOf({ id, keyPair, rpId, userHandle, count }: Credential): Kept['credentials'][number] {
  const privateKey = keyPair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { id: Buffer.from(id).toString('base64url'), rpId, userHandle, privateKey, count }
}

function showKeys({ show }: Workbench, shelf: Shelf<Kept>): void {
  const items = shelf.names().map((name) => {
    const { synced, verifiesUser, credentials } = shelf.find(name)
    return { name, synced, verifiesUser, sites: credentials.map(({ rpId }) => rpId) }
  })
  show.result({ items })
  show.table(
    ['NAME', 'KIND', 'CHECKS ITS HOLDER', 'SITES'],
    items.map(({ name, synced, verifiesUser, sites }) => [
      name,
      synced ? 'passkey' : 'security key',
      verifiesUser ? 'yes' : 'no',
      sites.join(', '),
    ]),
  )
}

function declined({ name, message }: DOMException) {
  return new SallyportError('conflict', 'simulator.declined', `${message} A browser calls it ${name}.`)
}
