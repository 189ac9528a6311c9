import { answerWith } from '../kit/child.ts'
import { fire, type VolleyResult } from '../kit/volley.ts'
import type { Prepared } from './sign-ins.ts'

export interface FactorTurn {
  readonly port: number
  readonly requests: readonly Prepared[]
}

const patience = 60_000

answerWith<FactorTurn, VolleyResult>(({ port, requests }) =>
  fire({ port, requests, milliseconds: patience, isExpected: (status) => status === 200 }),
)
