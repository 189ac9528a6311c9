import { periodOutOfRange, timeOutOfRange } from '../errors.ts'

export interface StepParameters {
  /** Length of a time step in whole seconds. Default 30. RFC 6238 §4.1: X. */
  readonly period?: number
  /** Unix time in seconds at which steps start to count. Default 0. RFC 6238 §4.1: T0. */
  readonly t0?: number
}

/** A century: longer is a mistake. */
const MAX_PERIOD = 3_155_760_000

export function checkStepParameters({ period = 30, t0 = 0 }: StepParameters): Required<StepParameters> {
  if (!Number.isSafeInteger(t0)) throw timeOutOfRange()
  return { period: checkPeriod(period), t0 }
}

export function checkPeriod(period: number): number {
  if (!Number.isInteger(period) || period < 1 || period > MAX_PERIOD) throw periodOutOfRange(MAX_PERIOD)
  return period
}

/** The time step of a moment in milliseconds since 1970, always whole. RFC 6238 §4.2: T. */
export function stepOf(at: number, { period, t0 }: Required<StepParameters>): number {
  const step = Math.floor((at - t0 * 1000) / (period * 1000))
  if (!Number.isSafeInteger(step) || step < 0) throw timeOutOfRange()
  return step
}
