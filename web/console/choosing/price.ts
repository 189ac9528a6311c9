import type { ComparisonView } from '../../api/factors.ts'

/** What an administrator knows better than we do. Money in US dollars. */
export interface Assumptions {
  readonly signInsPerYear: number
  readonly helpDeskPerHour: number
}

/** 220 working days with one sign-in; an hour of help desk with all that it costs. */
export const usualAssumptions: Assumptions = { signInsPerYear: 220, helpDeskPerHour: 40 }

/** Where the money goes, for one person and one year. */
export interface Price {
  readonly device: number
  readonly signIns: number
  readonly support: number
  readonly total: number
}

/** US dollars for one person and one year. */
export function priceOf(
  { device, perSignIn, support }: Pick<ComparisonView, 'device' | 'perSignIn' | 'support'>,
  { signInsPerYear, helpDeskPerHour }: Assumptions,
): Price {
  const parts = {
    device: device.amount / device.years,
    signIns: perSignIn.amount * signInsPerYear,
    support: (support.amount / 60) * helpDeskPerHour,
  }
  return { ...parts, total: parts.device + parts.signIns + parts.support }
}
