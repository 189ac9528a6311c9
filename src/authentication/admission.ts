import type { Account } from '../accounts/index.ts'
import type { AdmissionRow } from '../admissions/index.ts'
import type { Application } from '../applications/index.ts'
import { notAdmitted } from './errors.ts'

declare const admissionSeal: unique symbol

/**
 * Somebody was let in to an application just now. Only `admit` and `stillAdmitted` make one; whatever a door hands out
 * takes nothing else (R3).
 */
export interface Admission extends AdmissionRow {
  readonly [admissionSeal]: true
  readonly account: Account
  readonly application: Application
}

const sealed = new WeakSet<object>()

/** For `admit` alone: the module that decides. */
export function sealAdmission(row: AdmissionRow, of: Pick<Admission, 'account' | 'application'>): Admission {
  const admission = Object.freeze({ ...row, ...of })
  sealed.add(admission)
  return admission as Admission
}

/** Types vanish at run time; this does not (R3). Throws `admission.required` for anything we did not make. */
export function assertAdmitted(value: Admission): void {
  if (!sealed.has(value)) throw notAdmitted()
}
