/** A token as a file tells of it, before anything of it is believed. What the file leaves out has its usual value. */
export interface FoundToken {
  /** Where it stands, for whoever must mend it: `line 3`. */
  readonly where: string
  readonly serial: string
  readonly kind: 'event' | 'time' | 'challenge'
  readonly secret: Uint8Array
  /** As the file spells it: `HmacSHA256`. */
  readonly algorithm?: string | undefined
  readonly digits?: number | undefined
  /** Seconds. */
  readonly period?: number | undefined
  /** The next counter to be used. */
  readonly counter?: bigint | undefined
  readonly suite?: string | undefined
  readonly maker?: string | undefined
  readonly model?: string | undefined
  /** Epoch milliseconds, all three. */
  readonly startsAt?: number | undefined
  readonly expiresAt?: number | undefined
  readonly batteryUntil?: number | undefined
  /** The PIN that its maker gave it, in clear. */
  readonly pin?: string | undefined
}
