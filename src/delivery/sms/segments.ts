/** How a text travels: in how many messages of which alphabet. */
export interface Segments {
  readonly alphabet: 'GSM-7' | 'UCS-2'
  /** Septets, or 16-bit units. */
  readonly units: number
  readonly count: number
}

/** 3GPP TS 23.038 §6.2.1, in the order of its table, without the escape. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** 3GPP TS 23.038 §6.2.1.1: each costs two septets. */
const extended = new Set('\f^{}\\[~]|€')

/** Units that one message holds alone, and that each holds once there are several (3GPP TS 23.040 §9.2.3.24.1). */
const room = { 'GSM-7': { alone: 160, each: 153 }, 'UCS-2': { alone: 70, each: 67 } } as const

/** Counts what a text costs: one letter outside the GSM alphabet makes every letter cost double. */
export function countSegments(text: string): Segments {
  const letters = [...text]
  const alphabet = letters.every((letter) => basic.has(letter) || extended.has(letter)) ? 'GSM-7' : 'UCS-2'
  const units = alphabet === 'GSM-7' ? letters.length + letters.filter(isExtended).length : text.length
  const { alone, each } = room[alphabet]
  return { alphabet, units, count: units <= alone ? 1 : Math.ceil(units / each) }
}

function isExtended(letter: string): boolean {
  return extended.has(letter)
}
