import { misused } from '../errors.ts'
import type { Admission } from '../types.ts'
import type { Gate } from './gate.ts'
import type { Visit } from './visit.ts'

/** A request that a gate has let through. */
export interface Passed {
  readonly gate: Gate
  readonly visit: Visit
  readonly admission: Admission | undefined
  /** Of the standard `Response`: what is to be set with whatever is answered. */
  readonly cookies?: readonly string[]
}

const requests = new WeakMap<object, Passed>()

export function notePassed(request: object, passed: Passed): void {
  requests.set(request, passed)
}

/** Throws where no gate stands before: what it should have asked for was never asked for (G6). */
export function passedOf(request: object): Passed {
  const passed = requests.get(request)
  if (!passed) throw misused('No `requireSecondFactor` stands before this.')
  return passed
}
