import { applicationNotFound } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'

/** Throws `application.not-found` for what can be none. */
export function applicationId(text: string): Id<'application'> {
  if (!isId<'application'>(text)) throw applicationNotFound()
  return text
}
