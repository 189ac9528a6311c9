import { SallyportError } from '../../kernel/errors.ts'

export function hostedNotConnected() {
  return new SallyportError(
    'forbidden',
    'hosted.not-connected',
    'This application is not set up to send people to our pages: connect it by the door `hosted`.',
  )
}

export function returnToUnknown() {
  return new SallyportError(
    'invalid',
    'hosted.return-unknown',
    'This address is not one of those to which people come back to this application.',
  )
}

/** Used, over, of another application, or of another browser: all alike. */
export function hostedWayOver() {
  return new SallyportError(
    'not-found',
    'hosted.way-over',
    'This way in was used, or its time is over. Go back to the application and sign in there once more.',
  )
}

/** Ended, not enough any more, of another application, or never there: all alike. */
export function admissionOver() {
  return new SallyportError(
    'not-found',
    'admission.over',
    'This sign-in is over. Send the browser once more.',
  )
}
