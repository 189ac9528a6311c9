import {
  type ApplicationDoor,
  type DoorKind,
  type DoorSecret,
  type FilledStep,
  filledSteps,
  findTemplate,
  type Shown,
} from '../applications/index.ts'
import type { AdministrationDeps } from './deps.ts'

/** How an application comes by one door. */
export interface DoorView {
  readonly door: string
  readonly name: string
  /** The product that it was connected as. */
  readonly template?: string
  readonly settings: unknown
  readonly version: number
  /** Whether there is a secret to share, with these settings. */
  readonly sharesSecret: boolean
  /** Those that work now, newest first. */
  readonly secrets: readonly DoorSecret[]
  /** What to enter on the other side. */
  readonly shows: readonly Shown[]
  /** What to do there, where its product is known. */
  readonly steps: readonly FilledStep[]
}

/** A connection that was made just now, with its secret, where it has one. */
export type FreshConnection = DoorView & { readonly secret?: string }

/** Stands for a secret that is not being shown. */
const unseen = 'SECRET'

/** `secret`: in clear, where it is shown just now. */
export async function doorView(
  deps: AdministrationDeps,
  { applicationId, door, template, settings, version }: ApplicationDoor,
  secret = unseen,
): Promise<DoorView> {
  const kinds = await deps.doorKinds()
  const kind = kinds.find(({ id }) => id === door)
  const secrets = await deps.doors.secrets.listOf(applicationId, door)
  const at = deps.storage.clock.now()
  const read = kind?.settings.safeParse(settings)
  const port = deps.doorPorts[door]
  const here = { baseUrl: deps.baseUrl, applicationId, settings: read?.data, secret, port }
  const known = template === undefined ? undefined : findTemplate(kinds, template)?.template
  return {
    door,
    name: kind?.name ?? door,
    ...(template === undefined ? {} : { template }),
    settings,
    version,
    sharesSecret: kind !== undefined && sharesSecret(kind, settings),
    secrets: secrets.filter((one) => one.revokedAt === undefined && (one.expiresAt ?? at + 1) > at),
    shows: read?.success ? (kind?.shows?.(here) ?? []) : [],
    steps: read?.success && known ? filledSteps(known, here) : [],
  }
}

/** What cannot be read is taken to share one, so that its secrets can be ended. */
export function sharesSecret(kind: DoorKind, settings: unknown): boolean {
  if (kind.secret === 'none') return false
  const read = kind.settings.safeParse(settings)
  return !read.success || (kind.sharesSecret?.(read.data) ?? true)
}
