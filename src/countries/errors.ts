import { SallyportError } from '../kernel/errors.ts'

export function tableUnreadable(reason: string, cause?: unknown) {
  return new SallyportError(
    'invalid',
    'countries.unreadable',
    `The table of countries cannot be used: ${reason}.`,
    {
      cause,
    },
  )
}
