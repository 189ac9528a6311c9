import { page, pagePolicy, submitting } from '../page.ts'

/**
 * What the few pages of this door may do: of scripts only those that the library or we name by hash. Forms may lead
 * anywhere: one of the ways back to a client is a form.
 */
export const contentPolicy = pagePolicy(['script-src'])

export const submittingPolicy = pagePolicy([submitting.policy])

/** One that sends its form at once; there is a button for browsers that run no script. */
export function submittingPage(title: string, form: string): string {
  return page(title, `${form}\n${submitting.markup}`)
}
