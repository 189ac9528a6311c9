import { SallyportError } from '../../kernel/errors.ts'

/** The page came with its proof, and the phone has not answered. Nothing is counted, and the question stands. */
export function notAnswered() {
  return new SallyportError('conflict', 'push.not-answered', 'Your phone has not answered yet.')
}

/** A number was typed, and no phone has read the picture. Nothing is counted. */
export function nobodyJoined() {
  return new SallyportError('conflict', 'push.nobody-joined', 'No phone has read the picture yet.')
}
