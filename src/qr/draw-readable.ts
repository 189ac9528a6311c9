import { logoMisleading } from './errors.ts'
import type { GreyImage } from './grey.ts'
import { isMisleading } from './misleading.ts'
import { layOut, type Picture, type PictureOptions } from './picture.ts'
import { checkReadable } from './scan.ts'

/** A finished drawing, and what a camera sees of it. */
export interface Drawn<Drawing> {
  readonly drawing: Drawing
  readonly shown: GreyImage
}

/** Draws the first layout that misleads no reader, and hands it out only once the text was read back from it. */
export async function drawReadable<Drawing>(
  text: string,
  options: PictureOptions,
  draw: (picture: Picture) => Promise<Drawn<Drawing>>,
): Promise<Drawing> {
  for (const picture of layOut(text, options)) {
    const { drawing, shown } = await draw(picture)
    if (isMisleading(shown, picture)) continue
    await checkReadable(shown, text)
    return drawing
  }
  throw logoMisleading()
}
