import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'

/**
 * The counterpart of a factor, made of software: the phone, the token, the key or the card of somebody who tries it
 * without having one. It follows the standard and shares no code with what judges it. No server ever loads it.
 */
export interface Simulator {
  /** As it is typed after `sim`. */
  readonly id: string
  readonly summary: string
  readonly argument?: { readonly name: string; readonly description: string }
  readonly options: readonly SimulatorOption[]
  /** What follows `sallyport sim`. */
  readonly examples: readonly string[]
  /** Its code, loaded when it is run. */
  readonly load: () => Promise<SimulatorModule>
}

/** How many are made at once, as it is typed. */
export const batchCount = z.coerce
  .number('must be a number of 1 to 1000')
  .int()
  .min(1, 'must be 1 at least')
  .max(1000, 'must be 1000 at most')

/** A flag, as the command line reads it. */
export interface SimulatorOption {
  readonly flags: string
  readonly description: string
}

export interface SimulatorModule {
  run(workbench: Workbench, typed: Typed): Promise<void>
}

/** What was typed; the simulator parses it. */
export interface Typed {
  readonly argument: string | undefined
  readonly options: Readonly<Record<string, unknown>>
}

/** What a simulator works with. */
export interface Workbench {
  readonly clock: Clock
  readonly random: Random
  readonly show: Display
  /** Of this folder: a few letters and digits that no other has. */
  readonly batch: string
  /** The things of one kind that lie in the folder. */
  shelf<Thing>(kind: string, thing: z.ZodType<Thing>): Shelf<Thing>
  /** Where a file of this name lies in the folder. */
  place(file: string): string
  /** The text of a file; of standard input, where it is called `-`. */
  read(file: string): Promise<string>
  /** Writes a file that only its owner reads; over an older one only where told. */
  save(file: string, content: string | Uint8Array, overwrite: boolean): void
  /** The way to a server that it speaks to. */
  readonly fetch: typeof fetch
  /** Answers by HTTP on a port of this machine alone; 0 takes any that is free. Throws `simulator.port`. */
  serve(port: number, answer: (asked: Asked) => Answered): Promise<Served>
}

export interface Served {
  readonly url: string
  /** Until whoever runs it has stopped it. */
  readonly stopped: Promise<void>
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Uint8Array
}

export interface Answered {
  readonly status: number
  /** The media type of the body. */
  readonly type?: string
  readonly body?: Uint8Array
}

/** Where results go: lines to people, values to programs. */
export interface Display {
  readonly json: boolean
  line(text?: string): void
  result(value: unknown): void
  /** A remark that is no result. */
  note(text: string): void
  table(headings: readonly string[], rows: readonly (readonly string[])[]): void
}

/** Things of one kind, by name. What changes in them is put back before it is shown, so that no code is shown twice. */
export interface Shelf<Thing> {
  /** Throws `simulator.not-found`. */
  find(name: string): Thing
  has(name: string): boolean
  put(name: string, thing: Thing): void
  names(): readonly string[]
}
