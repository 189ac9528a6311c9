import { z } from 'zod'
import {
  type ApplicationTemplate,
  asksAddress,
  type DoorKind,
  doorUnknown,
  findTemplate,
  type IssuedSecret,
  templateUnknown,
} from '../applications/index.ts'
import { invalidInput } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { withoutEndSlashes } from '../kernel/slashes.ts'
import type { Statement } from '../storage/index.ts'
import type { AdministrationDeps } from './deps.ts'
import { sharesSecret } from './door-view.ts'

/** How an application is to be connected: as a product that is known, or by a door. */
export interface Connection {
  readonly template?: string | undefined
  /** The template's, where there is one. */
  readonly door?: string | undefined
  /** Where people open it, for templates that need to know. */
  readonly url?: string | undefined
  /** They go before what the template says. */
  readonly settings?: unknown
  /** What the other side has already; made here unless given. */
  readonly secret?: string | undefined
}

/** A connection that was found good, before anything is made. */
export interface ReadConnection {
  readonly kind: DoorKind
  readonly template: ApplicationTemplate | undefined
  readonly settings: unknown
  readonly secret: string | undefined
}

const address = z
  .string()
  .max(2000)
  .refine(isAddress, 'must be an http or https address')
  .transform(withoutEndSlashes)

/** Throws `door.unknown`, `template.unknown`, and `input.invalid` naming the settings that are wrong. */
export async function readConnection(
  deps: Pick<AdministrationDeps, 'doorKinds'>,
  wanted: Connection,
): Promise<ReadConnection> {
  const { kind, template } = chosen(await deps.doorKinds(), wanted)
  const given = parseWith(z.record(z.string(), z.unknown()).default({}), wanted.settings, 'settings')
  const preset = template?.settings(addressFor(template, wanted.url)) ?? {}
  const settings = parseWith(kind.settings, { ...preset, ...given }, 'settings')
  return { kind, template, settings, secret: wanted.secret }
}

/** The rows of a connection, for the caller's booking, and its secret, where there is one. */
export function connecting(
  { doors }: Pick<AdministrationDeps, 'doors'>,
  applicationId: Id<'application'>,
  { kind, template, settings, secret }: ReadConnection,
): { readonly statements: readonly Statement[]; readonly issued: IssuedSecret | undefined } {
  const issued = sharesSecret(kind, settings)
    ? doors.secrets.create({ applicationId, kind, text: secret })
    : undefined
  const set = doors.set(applicationId, kind.id, settings, template?.id)
  return { statements: issued ? [set, issued.statement] : [set], issued }
}

function chosen(
  kinds: readonly DoorKind[],
  { template, door }: Connection,
): Pick<ReadConnection, 'kind' | 'template'> {
  if (template !== undefined) {
    const found = findTemplate(kinds, template)
    if (!found || (door ?? found.kind.id) !== found.kind.id) throw templateUnknown(template)
    return found
  }
  if (door === undefined) throw invalidInput([{ path: 'door', message: 'A door or a template is needed' }])
  const kind = kinds.find(({ id }) => id === door)
  if (!kind) throw doorUnknown(door)
  return { kind, template: undefined }
}

function addressFor(template: ApplicationTemplate, url: string | undefined): string {
  if (!asksAddress(template)) return ''
  if (url !== undefined) return parseWith(address, url, 'url')
  throw invalidInput([{ path: 'url', message: `Missing: where people open ${template.name}` }])
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    !/[?#]/.test(text) &&
    url.username === '' &&
    url.password === ''
  )
}
