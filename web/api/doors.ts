import { get, patch, post, query, remove } from './client.ts'
import type { Instant } from './types.ts'

/** As much of JSON Schema as our settings are described in. */
export interface SettingsSchema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly (string | number)[]
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: SettingsSchema
  readonly properties?: Readonly<Record<string, SettingsSchema>>
  readonly required?: readonly string[]
  /** Of what is not named among the properties; false: nothing else. */
  readonly additionalProperties?: SettingsSchema | boolean
  readonly anyOf?: readonly SettingsSchema[]
}

export type Settings = Readonly<Record<string, unknown>>

/** A way to connect applications. */
export interface DoorKindView {
  readonly id: string
  readonly name: string
  readonly keeps: 'hashed' | 'sealed' | 'none'
  readonly settings: SettingsSchema
  readonly templates: readonly TemplateView[]
}

/** A product that is known to come by a door. */
export interface TemplateView {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly class?: string
  /** Whether one has to say where people open it. */
  readonly asksUrl: boolean
  /** Settings that have to be said. */
  readonly asks: readonly string[]
}

/** What to do on the other side. */
export interface StepView {
  readonly text: string
  readonly paste?: string
}

/** How an application is to be connected: as a product, or by a door. */
export interface Connection {
  readonly template?: string
  readonly door?: string
  readonly url?: string
  readonly settings: Settings
  readonly secret?: string
}

export interface DoorSecretView {
  readonly id: string
  readonly prefix: string
  readonly createdAt: Instant
  readonly expiresAt?: Instant
}

/** What to enter on the other side. */
export interface Shown {
  readonly label: string
  readonly value: string
}

/** How one application is connected by one door. */
export interface DoorView {
  readonly door: string
  readonly name: string
  readonly settings: Settings
  readonly etag: string
  /** Whether the two share a secret, with these settings. */
  readonly sharesSecret: boolean
  readonly secrets: readonly DoorSecretView[]
  readonly shows: readonly Shown[]
  readonly steps: readonly StepView[]
}

/** A fresh connection; the secret, where there is one, is shown once. */
export interface ConnectedDoor extends DoorView {
  readonly secret?: string
}

export async function listDoorKinds(signal?: AbortSignal): Promise<readonly DoorKindView[]> {
  const { items } = await get<{ items: readonly DoorKindView[] }>('/doors', signal)
  return items
}

export async function listDoors(applicationId: string, signal?: AbortSignal): Promise<readonly DoorView[]> {
  const { items } = await get<{ items: readonly DoorView[] }>(`/applications/${applicationId}/doors`, signal)
  return items
}

export interface NewDoor {
  readonly door: string
  readonly settings: Settings
  /** What the other side has already; made by the server unless given. */
  readonly secret?: string
}

export function connectDoor(applicationId: string, input: NewDoor): Promise<ConnectedDoor> {
  return post(`/applications/${applicationId}/doors`, input)
}

/** Sets all of it anew, unless somebody else was faster. */
export function changeDoor(
  applicationId: string,
  { door, etag }: DoorView,
  change: { readonly settings: Settings; readonly reason: string },
): Promise<DoorView> {
  return patch(`/applications/${applicationId}/doors/${door}`, change, etag)
}

export function disconnectDoor(applicationId: string, door: string, reason: string): Promise<void> {
  return remove(`/applications/${applicationId}/doors/${door}${query({ reason })}`)
}

/** What one look at a connection has shown. */
export interface FindingView {
  readonly check: string
  readonly outcome: 'good' | 'bad' | 'unknown'
  readonly says: string
  readonly remedy?: string
}

/** Tries a connection out from one end to the other. */
export async function tryDoor(applicationId: string, door: string): Promise<readonly FindingView[]> {
  const path = `/applications/${applicationId}/doors/${door}/test`
  return (await post<{ items: readonly FindingView[] }>(path)).items
}

/** A new secret, shown once; those before it work for the overlap, in seconds, and no longer. */
export async function renewDoorSecret(
  applicationId: string,
  door: string,
  input: { readonly overlap: number; readonly secret?: string },
): Promise<string> {
  const { text } = await post<{ text: string }>(`/applications/${applicationId}/doors/${door}/secrets`, input)
  return text
}

export function endDoorSecret(
  applicationId: string,
  door: string,
  secretId: string,
  reason: string,
): Promise<void> {
  return remove(`/applications/${applicationId}/doors/${door}/secrets/${secretId}${query({ reason })}`)
}
