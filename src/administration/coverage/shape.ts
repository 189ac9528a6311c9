import { z } from 'zod'

/** The fields of what a coverage says: what the API answers, and what is read of a signed report. */
export const wayShape = {
  kind: z.string(),
  verdict: z
    .enum(['below', 'relies'])
    .describe('`relies`: enough, as long as something else that is named keeps its word'),
  application: z.string(),
  class: z.string(),
  doors: z.array(z.string()),
  accounts: z.number().int(),
  examples: z.array(z.string()).describe('Names of a few'),
  circumstances: z.array(z.string()).describe('Some in which it is open; none: in all of them'),
  text: z.string(),
}

export const coveredApplicationShape = {
  name: z.string(),
  class: z.string(),
  demanded: z.boolean(),
  below: z.number().int().describe('Accounts with some way below'),
}

export const coverageShape = {
  demanded: z.record(z.string(), z.string()).describe('Strengths by class of applications'),
  examined: z.object({
    accounts: z.number().int(),
    kinds: z.number().int(),
    applications: z.number().int(),
    doors: z.array(z.string()),
    circumstances: z.number().int(),
    decisions: z.number().int(),
  }),
  applications: z.array(z.object(coveredApplicationShape)),
  ways: z.array(z.object(wayShape)),
  notExamined: z.array(z.string()),
}
