import type { ApplicationTemplate, Connected, DoorKind, DoorKinds } from './door.ts'

/** A step with the values of one application. */
export interface FilledStep {
  readonly text: string
  readonly paste?: string
}

/** A template with the door that it comes by. */
export interface FoundTemplate {
  readonly kind: DoorKind
  readonly template: ApplicationTemplate
}

const anywhere = 'https://anywhere.example'

/** Whether one has to know where people open it. */
export function asksAddress(template: ApplicationTemplate): boolean {
  return JSON.stringify(template.settings(anywhere)).includes(anywhere)
}

export function findTemplate(kinds: DoorKinds, id: string): FoundTemplate | undefined {
  for (const kind of kinds) {
    const template = kind.templates?.find((one) => one.id === id)
    if (template) return { kind, template }
  }
  return undefined
}

/** What to do on the other side. */
export function filledSteps(
  template: ApplicationTemplate,
  here: Connected & { readonly secret: string },
): readonly FilledStep[] {
  return template.steps.map((step) =>
    typeof step === 'string' ? { text: step } : { text: step.text, paste: step.paste(here) },
  )
}
