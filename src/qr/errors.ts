import { SallyportError } from '../kernel/errors.ts'

function refused(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
  return new SallyportError('invalid', code, message, { details })
}

export function textEmpty() {
  return refused('qr.text-empty', 'There is no text to draw.')
}

export function textMalformed() {
  return refused('qr.text-malformed', 'The text holds half a character (a lone surrogate).')
}

export function textTooLong(bytes: number, limit: number) {
  return refused('qr.too-long', `The text has ${bytes} bytes; this QR code holds at most ${limit}.`, {
    bytes,
    limit,
  })
}

/** What was drawn could not be read back. The text is secret and stays out of the error. */
export function pictureUnreadable() {
  return refused(
    'qr.unreadable',
    'The picture was drawn, but could not be read back, and is withheld. Choose a calmer logo or other colours.',
  )
}

export function colourMalformed(name: string) {
  return refused('qr.colour-malformed', `The colour "${name}" must have the form #rrggbb.`, { name })
}

export function contrastTooLow(contrast: number, least: number) {
  return refused(
    'qr.contrast-too-low',
    'The dark modules must be far darker than what is behind them, or cameras cannot tell them apart.',
    { contrast, least },
  )
}

export function scaleInvalid(most: number) {
  return refused('qr.scale-invalid', `A module takes a whole number of pixels from 1 to ${most}.`, { most })
}

export function pictureTooLarge(side: number, most: number) {
  return refused(
    'qr.picture-too-large',
    `The picture would be ${side} pixels wide; at most ${most} are drawn.`,
    {
      side,
      most,
    },
  )
}

export function printTooSmall(least: number) {
  return refused(
    'qr.print-too-small',
    `Printed that small it cannot be scanned; this text needs a width of at least ${least} mm.`,
    { least },
  )
}

export function labelInvalid() {
  return refused(
    'qr.label-invalid',
    'The name of the picture has 1 to 200 characters, none of them invisible.',
  )
}

export function logoTooLarge(most: number) {
  return refused(
    'qr.logo-too-large',
    `A logo that takes more than ${most * 100} % of the width hides too much of the code.`,
    { most },
  )
}

export function logoMisleading() {
  return refused(
    'qr.logo-misleading',
    'The logo looks like a part of a QR code to some readers. Choose a calmer one, with larger areas of one colour.',
  )
}

export function logoFileTooLarge(most: number) {
  return refused('qr.logo-file-too-large', `The logo file is too large: at most ${most} bytes.`, { most })
}

export function logoTooManyPixels(mostPerSide: number, most: number) {
  return refused(
    'qr.logo-too-many-pixels',
    `The logo is too large: at most ${mostPerSide} pixels a side and ${most} in all.`,
    { mostPerSide, most },
  )
}

export function logoTooNarrow(most: number) {
  return refused('qr.logo-too-narrow', `A logo may be at most ${most} times as long as it is wide.`, { most })
}

export function logoFormatUnknown() {
  return refused('qr.logo-format-unknown', 'The logo is neither PNG, JPEG nor SVG.')
}

export function logoBroken(cause?: unknown) {
  return new SallyportError('invalid', 'qr.logo-broken', 'The logo file is damaged and cannot be read.', {
    cause,
  })
}

/** `found` names what stands in the file and has no place in a logo: a script, an outside reference … */
export function logoSvgForbidden(found: string) {
  return refused(
    'qr.logo-svg-forbidden',
    `The SVG logo holds what is not allowed in a logo: ${found}. Export it as plain SVG with paths only.`,
    { found },
  )
}

export function logoSvgMalformed(reason: string) {
  return refused('qr.logo-svg-malformed', `The SVG logo is not well formed: ${reason}.`, { reason })
}
